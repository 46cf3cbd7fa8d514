package io.blinktwice.router.effect;

import io.blinktwice.events.RunEvent;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.runtime.kafka.BrokersClock;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.EventPublisher.Origin;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes run events without ever waiting and writes them in order on a thread of its own.
 *
 * <p>A user's query must not notice that Kafka or the registry is away. Events wait here for {@link
 * #PATIENCE}, and in the producer for as long as it tries; what is lost then, or finds no room, is
 * counted and said once a minute.
 */
public final class RunEventPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunEventPublisher.class);

  /** About 20 MB of events with full error texts. */
  private static final int ROOM = 1_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);
  private static final Duration TO_FINISH = Duration.ofSeconds(5);

  /** Further from the brokers' clock than this ours is wrong, as others' are for the API. */
  private static final Duration CLOCK_BOUND = Duration.ofMinutes(5);

  /** Something else was written before, as a rule: a session's place is. */
  private static final Duration TO_HEAR_OF_THE_CLOCK = Duration.ofSeconds(1);

  private final BlockingQueue<TracedEvent> waiting = new ArrayBlockingQueue<>(ROOM);
  private final Function<TracedEvent, CompletableFuture<Void>> writer;
  private final BrokersClock brokers;
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private long complainedAt = System.nanoTime() - BETWEEN_COMPLAINTS.toNanos();
  private boolean clockAwaited;
  private volatile boolean closed;

  public RunEventPublisher(EventPublisher events) {
    this(told -> write(events, told), events.brokersClock());
  }

  RunEventPublisher(Function<TracedEvent, CompletableFuture<Void>> writer, BrokersClock brokers) {
    this.writer = writer;
    this.brokers = brokers;
    this.thread = Thread.ofPlatform().daemon().name("run-events").start(this::writeAll);
  }

  private static CompletableFuture<Void> write(EventPublisher events, TracedEvent told) {
    RunEvent event = told.event();
    return events.publish(
        Topics.RUN_EVENTS,
        event.getFingerprint(),
        event,
        new Origin(event.getEventId(), event.getOccurredAt(), told.trace()));
  }

  public void publish(TracedEvent told) {
    RouterMetrics.RUN_EVENTS.increment(Label.word(told.event().getKind()));
    if (closed || !waiting.offer(told)) {
      lost(new IllegalStateException("there is no room for more events"));
    }
  }

  /** Events that were taken and never written. */
  public long lost() {
    return lost.get();
  }

  private void writeAll() {
    try {
      while (!closed || !waiting.isEmpty()) {
        TracedEvent next = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          correct(next.event());
          write(next);
        }
      }
    } catch (InterruptedException e) {
      lost.addAndGet(waiting.size());
      RouterMetrics.RUN_EVENTS_LOST.add(waiting.size());
    }
  }

  /** What others conclude from times must not hang on a machine whose clock is wrong. */
  private void correct(RunEvent event) throws InterruptedException {
    if (!clockAwaited) {
      var _ = brokers.awaitHeard(TO_HEAR_OF_THE_CLOCK);
      clockAwaited = true;
    }
    brokers
        .corrected(event.getOccurredAt(), CLOCK_BOUND)
        .ifPresent(
            at -> {
              event.setOccurredAt(at.truncatedTo(ChronoUnit.MILLIS));
              event.setClockCorrected(true);
            });
  }

  /** A failure that is known at once did not reach the producer's buffer: it is tried again. */
  private void write(TracedEvent event) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = FIRST_PAUSE;
    CompletableFuture<Void> written = writer.apply(event);
    while (written.isCompletedExceptionally()
        && written.exceptionNow() instanceof RetriableException
        && System.nanoTime() < deadline) {
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      written = writer.apply(event);
    }
    var _ =
        written.exceptionally(
            failure -> {
              lost(failure);
              return null;
            });
  }

  private synchronized void lost(Throwable why) {
    long soFar = lost.incrementAndGet();
    RouterMetrics.RUN_EVENTS_LOST.increment();
    long now = System.nanoTime();
    if (now - complainedAt >= BETWEEN_COMPLAINTS.toNanos()) {
      complainedAt = now;
      LOG.atError()
          .addKeyValue("lost", soFar)
          .setCause(why)
          .log("Run events could not be published; queries go on, their outcome is not known");
    }
  }

  /** Writes what waits, for a few seconds at most. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(TO_FINISH)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
