package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.Cluster;
import io.blinktwice.pool.decision.OperationUse;
import io.blinktwice.pool.decision.ServerLoad;
import io.blinktwice.pool.metrics.PoolMetrics;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what servers say. A report that the brokers do not take is lost and counted: the next
 * one says more, and the servers must not wait.
 */
final class KafkaReports implements ReportServer.Sink, AutoCloseable {
  /** While brokers are away, the connections wait that long at most for each report. */
  private static final EventPublisher.Bounds BOUNDS =
      new EventPublisher.Bounds(Duration.ofSeconds(1), Duration.ofSeconds(10));

  private final EventPublisher publisher;
  private final InstantSource clock;
  private final Loads loads;
  private final PoolMetrics metrics;
  private final Function<String, Optional<Cluster>> clusters;
  private final Map<String, Long> sequences = new ConcurrentHashMap<>();

  /**
   * @param clusters the pool's clusters by id: nobody else's reports are published
   */
  KafkaReports(
      KafkaConnection kafka,
      Loads loads,
      PoolMetrics metrics,
      Function<String, Optional<Cluster>> clusters) {
    this.publisher = new EventPublisher(kafka, "pool-reports", BOUNDS);
    this.clock = InstantSource.system();
    this.loads = loads;
    this.metrics = metrics;
    this.clusters = clusters;
  }

  @Override
  public void on(String id, ServerLoad load) {
    Optional<Cluster> cluster = clusters.apply(id);
    if (cluster.isEmpty()) {
      refused();
      return;
    }
    loads.said(id, load);
    metrics.on(cluster.get(), load);
    long sequence = sequences.merge(id, 1L, Long::sum);
    var _ =
        publisher
            .publish(
                Topics.CLUSTER_UTILIZATION,
                id,
                ReportRecords.of(cluster.get(), load, sequence),
                id + ":load:" + sequence,
                clock.instant())
            .whenComplete((_, failure) -> settle(failure));
  }

  @Override
  public void on(String id, OperationUse use) {
    Optional<Cluster> cluster = clusters.apply(id);
    if (cluster.isEmpty()) {
      refused();
      return;
    }
    var _ =
        publisher
            .publish(
                Topics.OPERATION_METRICS,
                use.operation(),
                ReportRecords.of(cluster.get(), use),
                id + ":" + use.operation() + ":" + use.revision(),
                clock.instant())
            .whenComplete((_, failure) -> settle(failure));
  }

  private void settle(@Nullable Throwable failure) {
    metrics.report(failure == null ? PoolMetrics.Report.PUBLISHED : PoolMetrics.Report.LOST);
  }

  @Override
  public void refused() {
    metrics.report(PoolMetrics.Report.REFUSED);
  }

  /** The cluster is gone: nobody is to believe its last report. */
  void gone(String id) {
    if (sequences.remove(id) != null) {
      var _ =
          publisher.publish(
              Topics.CLUSTER_UTILIZATION, id, null, id + ":load:gone", clock.instant());
    }
  }

  @Override
  public void close() {
    publisher.close();
  }
}
