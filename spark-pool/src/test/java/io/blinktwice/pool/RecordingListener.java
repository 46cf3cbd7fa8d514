package io.blinktwice.pool;

import io.blinktwice.pool.decision.ServerStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers. */
final class RecordingListener implements StatusListener {
  final List<ServerStatus> statuses = new CopyOnWriteArrayList<>();
  final List<Step> steps = new CopyOnWriteArrayList<>();

  @Override
  public void on(ServerStatus status) {
    statuses.add(status);
  }

  @Override
  public void on(Step step) {
    steps.add(step);
  }
}
