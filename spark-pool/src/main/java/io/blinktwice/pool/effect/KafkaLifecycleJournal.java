package io.blinktwice.pool.effect;

import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.FormerClusters;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The journal on the topic of clusters' lives.
 *
 * <p>A record that the brokers refused is written again until they take it, unless the cluster has
 * gone a step further meanwhile: the gateway must not miss a server for an outage that passed.
 */
public final class KafkaLifecycleJournal implements LifecycleJournal {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLifecycleJournal.class);
  private static final String SOURCE = "pool";
  private static final Duration CATCH_UP = Duration.ofSeconds(30);
  private static final Executor A_SECOND_LATER =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final KafkaConnection connection;
  private final InstantSource clock;
  private final EventPublisher publisher;
  private final Map<String, Step> newest = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** What is to stand in the topic for a cluster; nothing, to forget it. */
  private record Step(String cluster, String name, @Nullable ClusterLifecycle value) {}

  public KafkaLifecycleJournal(KafkaConnection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
    this.publisher = new EventPublisher(connection, SOURCE);
  }

  @Override
  public List<FormerClusters.Known> known() {
    Map<String, ClusterLifecycle> byCluster = new ConcurrentHashMap<>();
    try (TopicView<ClusterLifecycle> view =
        TopicView.follow(
            connection,
            Topics.CLUSTER_LIFECYCLE,
            SOURCE,
            seen -> byCluster.compute(seen.key(), (cluster, before) -> seen.value()))) {
      if (!view.awaitCaughtUp(CATCH_UP)) {
        throw new IllegalStateException(
            "the clusters of a former run could not be read from Kafka within %d s; is it up?"
                .formatted(CATCH_UP.toSeconds()));
      }
    }
    List<FormerClusters.Known> known = new ArrayList<>();
    byCluster.forEach((cluster, record) -> addReadable(cluster, record, known));
    return List.copyOf(known);
  }

  private static void addReadable(
      String cluster, ClusterLifecycle record, List<FormerClusters.Known> known) {
    try {
      known.add(
          new FormerClusters.Known(
              LifecycleRecords.clusterOf(record),
              record.getState() == ClusterState.GONE,
              record.getAt()));
    } catch (InvalidIdentifier e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("cluster", cluster)
          .log("cluster of an unknown kind of version left alone");
    }
  }

  @Override
  public void record(ClusterEvent event) {
    ClusterLifecycle value = LifecycleRecords.of(event, clock.instant());
    write(new Step(event.cluster().id(), value.getState().name(), value));
  }

  @Override
  public void forget(String cluster) {
    write(new Step(cluster, "FORGOTTEN", null));
  }

  private void write(Step step) {
    newest.put(step.cluster(), step);
    publish(step, Level.WARN);
  }

  /** Complains at that level; an outage fills no log. */
  private void publish(Step step, Level complaints) {
    publisher
        .publish(
            Topics.CLUSTER_LIFECYCLE,
            step.cluster(),
            step.value(),
            step.cluster() + ":" + step.name(),
            clock.instant())
        .whenComplete((written, failure) -> settle(step, failure, complaints));
  }

  private void settle(Step step, @Nullable Throwable failure, Level complaints) {
    if (failure == null) {
      newest.remove(step.cluster(), step);
      return;
    }
    LOG.atLevel(complaints)
        .setCause(failure)
        .addKeyValue("cluster", step.cluster())
        .addKeyValue("step", step.name())
        .log("step in a cluster's life could not be written, trying again each second");
    A_SECOND_LATER.execute(
        () -> {
          if (!closed && step.equals(newest.get(step.cluster()))) {
            publish(step, Level.DEBUG);
          }
        });
  }

  @Override
  public void close() {
    publisher.flush();
    closed = true;
    publisher.close();
  }
}
