package io.blinktwice.router.placement.effect;

import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.EventPublisher.Origin;
import io.blinktwice.runtime.kafka.TraceParent;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes decisions and demand on a thread of its own: no statement waits for Kafka. What finds no
 * room is counted; the servers' reports tell other gateways the same a second later.
 */
public final class PlacementRecords implements PlacementDesk.Audience, AutoCloseable {
  private static final int ROOM = 10_000;
  private static final int TO_FINISH_SECONDS = 2;

  private final EventPublisher events;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(ROOM),
          Thread.ofPlatform().daemon().name("placement-records").factory());

  public PlacementRecords(EventPublisher events) {
    this.events = events;
  }

  @Override
  public void decided(RoutingDecision told, @Nullable TraceParent cause) {
    write(
        Topics.ROUTING_DECISIONS,
        told.getSessionId(),
        told,
        new Origin(told.getDecisionId(), told.getDecidedAt(), cause));
  }

  @Override
  public void wants(PlacementDemand told) {
    String id = told.getReplica() + "-" + told.getEngineVersion() + "-" + told.getAt();
    write(Topics.PLACEMENT_DEMAND, told.getPool(), told, new Origin(id, told.getAt(), null));
  }

  private <V extends SpecificRecord> void write(
      Topic<V> topic, String key, V value, Origin origin) {
    try {
      thread.execute(() -> publish(topic, key, value, origin));
    } catch (RejectedExecutionException e) {
      RouterMetrics.PLACEMENT_RECORDS_LOST.increment();
    }
  }

  private <V extends SpecificRecord> void publish(
      Topic<V> topic, String key, V value, Origin origin) {
    var _ =
        events
            .publish(topic, key, value, origin)
            .exceptionally(
                failure -> {
                  RouterMetrics.PLACEMENT_RECORDS_LOST.increment();
                  return null;
                });
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(TO_FINISH_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
