package io.blinktwice.pool.effect;

import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterLoss;
import io.blinktwice.events.ClusterState;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.schemas.TrustedRecords;
import java.time.Instant;

/** Events of clusters as records of their topic. */
final class LifecycleRecords {
  static {
    TrustedRecords.register();
  }

  private LifecycleRecords() {}

  static ClusterLifecycle of(ClusterEvent event, Instant at) {
    ClusterLifecycle.Builder record =
        ClusterLifecycle.newBuilder()
            .setCluster(event.cluster())
            .setVersion(event.version().value())
            .setAt(at);
    switch (event) {
      case ClusterEvent.Starting starting -> record.setState(ClusterState.STARTING);
      case ClusterEvent.Ready ready ->
          record.setState(ClusterState.READY).setAddress(ready.address()).setPid(ready.pid());
      case ClusterEvent.Draining draining ->
          record
              .setState(ClusterState.DRAINING)
              .setAddress(draining.address())
              .setPid(draining.pid());
      case ClusterEvent.Gone gone -> {
        record.setState(ClusterState.GONE).setLoss(loss(gone.loss())).setDetail(gone.detail());
        gone.pid().ifPresent(record::setPid);
        gone.exitCode().ifPresent(record::setExitCode);
      }
    }
    return record.build();
  }

  private static ClusterLoss loss(Loss loss) {
    return switch (loss) {
      case STOPPED -> ClusterLoss.STOPPED;
      case OUT_OF_MEMORY -> ClusterLoss.OUT_OF_MEMORY;
      case KILLED -> ClusterLoss.KILLED;
      case CRASHED -> ClusterLoss.CRASHED;
    };
  }
}
