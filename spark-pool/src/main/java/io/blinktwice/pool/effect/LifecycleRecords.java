package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterLoss;
import io.blinktwice.events.ClusterScheduling;
import io.blinktwice.events.ClusterState;
import io.blinktwice.pool.decision.Cluster;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.ServerSize;
import io.blinktwice.schemas.TrustedRecords;
import java.time.Instant;

/** Events of clusters as records of their topic, and back. */
final class LifecycleRecords {
  static {
    TrustedRecords.register();
  }

  private LifecycleRecords() {}

  static ClusterLifecycle of(ClusterEvent event, Instant at) {
    ClusterLifecycle.Builder record = of(event.cluster()).setAt(at);
    switch (event) {
      case ClusterEvent.Requested _ -> record.setState(ClusterState.REQUESTED);
      case ClusterEvent.Starting _ -> record.setState(ClusterState.STARTING);
      case ClusterEvent.Ready ready ->
          record.setState(ClusterState.READY).setAddress(ready.address()).setPid(ready.pid());
      case ClusterEvent.Draining draining ->
          record
              .setState(ClusterState.DRAINING)
              .setAddress(draining.address())
              .setPid(draining.pid())
              .setDetail(draining.detail());
      case ClusterEvent.Gone gone -> {
        record.setState(ClusterState.GONE).setLoss(loss(gone.loss())).setDetail(gone.detail());
        gone.pid().ifPresent(record::setPid);
        gone.exitCode().ifPresent(record::setExitCode);
      }
    }
    return record.build();
  }

  private static ClusterLifecycle.Builder of(Cluster cluster) {
    ClusterLifecycle.Builder record =
        ClusterLifecycle.newBuilder()
            .setCluster(cluster.id())
            .setVersion(cluster.version().value())
            .setPool(cluster.pool())
            .setDecisionId(cluster.decision());
    ServerSize size = cluster.size();
    return size == null
        ? record
        : record
            .setSize(size.name())
            .setCores(size.cores())
            .setMemoryBytes(size.heapBytes())
            .setScheduling(ClusterScheduling.FAIR);
  }

  /** The cluster that a record tells of; without a size where the record has none. */
  static Cluster clusterOf(ClusterLifecycle record) {
    String size = record.getSize();
    Integer cores = record.getCores();
    Long memory = record.getMemoryBytes();
    return new Cluster(
        record.getCluster(),
        new EngineVersion(record.getVersion()),
        size == null || cores == null || memory == null
            ? null
            : new ServerSize(size, cores, Math.toIntExact(memory >> 20)),
        record.getDecisionId());
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
