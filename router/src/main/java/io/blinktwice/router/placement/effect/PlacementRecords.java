package io.blinktwice.router.placement.effect;

import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

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
  public void decided(RoutingDecision told) {
    write(
        Topics.ROUTING_DECISIONS,
        told.getSessionId(),
        told,
        told.getDecisionId(),
        told.getDecidedAt());
  }

  @Override
  public void wants(PlacementDemand told) {
    String id = told.getReplica() + "-" + told.getEngineVersion() + "-" + told.getAt();
    write(Topics.PLACEMENT_DEMAND, told.getPool(), told, id, told.getAt());
  }

  private <V extends SpecificRecord> void write(
      Topic<V> topic, String key, V value, String id, Instant at) {
    try {
      thread.execute(() -> publish(topic, key, value, id, at));
    } catch (RejectedExecutionException e) {
      RouterMetrics.PLACEMENT_RECORDS_LOST.increment();
    }
  }

  private <V extends SpecificRecord> void publish(
      Topic<V> topic, String key, V value, String id, Instant at) {
    var _ =
        events
            .publish(topic, key, value, id, at)
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
