package io.blinktwice.router.effect;

import io.blinktwice.events.SessionJournalEntry;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is to be known of sessions, in order, on a thread of its own: a client's call never
 * waits for Kafka. What finds no room is counted as lost.
 */
public final class SessionRecords implements SessionLog.Writer, AutoCloseable {
  /** Of half a MiB each at most. */
  private static final int ROOM = 128;

  private static final int TO_FINISH_SECONDS = 5;

  private final EventPublisher events;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(ROOM),
          Thread.ofPlatform().daemon().name("session-journal").factory());

  public SessionRecords(EventPublisher events) {
    this.events = events;
  }

  @Override
  public void write(String key, @Nullable SessionJournalEntry entry) {
    try {
      thread.execute(() -> publish(key, entry));
    } catch (RejectedExecutionException e) {
      RouterMetrics.SESSION_RECORDS_LOST.increment();
    }
  }

  private void publish(String key, @Nullable SessionJournalEntry entry) {
    Instant at = entry == null ? Instant.now() : entry.getAt();
    var _ =
        events
            .publish(Topics.SESSION_JOURNAL, key, entry, UUID.randomUUID().toString(), at)
            .exceptionally(
                failure -> {
                  RouterMetrics.SESSION_RECORDS_LOST.increment();
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
