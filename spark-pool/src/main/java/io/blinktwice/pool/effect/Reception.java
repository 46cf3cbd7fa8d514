package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.OperationUse;
import io.blinktwice.pool.decision.ServerLoad;
import org.jspecify.annotations.Nullable;

/** Takes reports from the first moment, and hands them on once there is somebody to take them. */
final class Reception implements ReportServer.Sink {
  private volatile ReportServer.@Nullable Sink behind;

  void open(ReportServer.Sink sink) {
    behind = sink;
  }

  @Override
  public void on(String cluster, ServerLoad load) {
    ReportServer.Sink sink = behind;
    if (sink != null) {
      sink.on(cluster, load);
    }
  }

  @Override
  public void on(String cluster, OperationUse use) {
    ReportServer.Sink sink = behind;
    if (sink != null) {
      sink.on(cluster, use);
    }
  }

  @Override
  public void refused() {
    ReportServer.Sink sink = behind;
    if (sink != null) {
      sink.refused();
    }
  }
}
