package io.blinktwice.autoscaler.effect;

import io.blinktwice.autoscaler.api.PoolLog;
import io.blinktwice.autoscaler.api.PoolView;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.Pool;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Writes what is wanted of pools, and feeds the view from the committed topics. */
public final class KafkaPoolLog implements PoolLog, AutoCloseable {
  private static final String SOURCE = "autoscaler-api";

  private final EventPublisher publisher;
  private final TopicView<Pool> pools;
  private final TopicView<ClusterLifecycle> clusters;
  private final TopicView<ScalingDecision> decisions;

  public KafkaPoolLog(KafkaConnection connection, PoolView view) {
    this.publisher = EventPublisher.forCommands(connection, SOURCE);
    this.pools =
        TopicView.follow(
            connection, Topics.POOLS, SOURCE, seen -> view.pool(seen.key(), seen.value()));
    this.clusters =
        TopicView.follow(
            connection,
            Topics.CLUSTER_LIFECYCLE,
            SOURCE,
            seen -> view.cluster(seen.key(), seen.value()));
    this.decisions =
        TopicView.follow(
            connection,
            Topics.SCALING_DECISIONS,
            SOURCE,
            seen -> {
              ScalingDecision decision = seen.value();
              if (decision != null) {
                view.decided(decision);
              }
            });
  }

  @Override
  public CompletableFuture<Void> want(Pool pool) {
    return publisher.publish(
        Topics.POOLS, pool.getPool(), pool, UUID.randomUUID().toString(), pool.getChangedAt());
  }

  @Override
  public boolean isRead() {
    return pools.isCaughtUp() && clusters.isCaughtUp() && decisions.isCaughtUp();
  }

  /** What keeps the view of the pools fresh. */
  public List<LongRunning> views() {
    return List.of(pools, clusters, decisions);
  }

  @Override
  public void close() {
    pools.close();
    clusters.close();
    decisions.close();
    publisher.close();
  }
}
