package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.router.decision.AttemptEvent;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.decision.WriteKnowledge;
import io.blinktwice.runtime.kafka.BrokersClock;
import io.blinktwice.runtime.kafka.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RunEventPublisherTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void aPassingFailureIsTriedAgainInOrder() {
    AtomicInteger tries = new AtomicInteger();
    List<String> written = new CopyOnWriteArrayList<>();
    try (RunEventPublisher publisher =
        new RunEventPublisher(
            told -> {
              RunEvent event = told.event();
              if (tries.incrementAndGet() < 3) {
                return CompletableFuture.failedFuture(new TimeoutException("not yet"));
              }
              written.add(event.getRunId());
              return CompletableFuture.completedFuture(null);
            },
            clock(Duration.ZERO))) {
      publisher.publish(told("first"));
      publisher.publish(told("second"));
      await().atMost(SOON).until(() -> written.equals(List.of("first", "second")));
      assertEquals(0, publisher.lost());
    }
  }

  @Test
  void whatCanNeverBeWrittenIsCountedAndTheRestGoesOn() {
    List<String> written = new CopyOnWriteArrayList<>();
    try (RunEventPublisher publisher =
        new RunEventPublisher(
            told -> {
              RunEvent event = told.event();
              if (event.getRunId().equals("bad")) {
                return CompletableFuture.failedFuture(new SerializationException("bad"));
              }
              written.add(event.getRunId());
              return CompletableFuture.completedFuture(null);
            },
            clock(Duration.ZERO))) {
      publisher.publish(told("bad"));
      publisher.publish(told("good"));
      await().atMost(SOON).until(() -> written.equals(List.of("good")));
      assertEquals(1, publisher.lost());
    }
  }

  @Test
  void publishingNeverWaits() throws Exception {
    CountDownLatch kafkaIsBack = new CountDownLatch(1);
    try (RunEventPublisher publisher =
        new RunEventPublisher(
            _ -> {
              awaitUninterrupted(kafkaIsBack);
              return CompletableFuture.completedFuture(null);
            },
            clock(Duration.ZERO))) {
      for (int i = 0; i < 5_000; i++) {
        publisher.publish(told("run-" + i));
      }
      // One may be in the writer's hands, a thousand wait.
      assertEquals(4_000, publisher.lost(), 1);
      kafkaIsBack.countDown();
    }
  }

  @Test
  void aGatewayWhoseClockIsWrongTellsTheBrokersTimeAndSaysSo() {
    assertEquals(List.of("1970-01-01T00:00:00Z false"), written(clock(Duration.ofMinutes(4))));
    assertEquals(List.of("1970-01-01T02:00:00Z true"), written(clock(Duration.ofHours(2))));
    assertEquals(List.of("1969-12-31T22:00:00Z true"), written(clock(Duration.ofHours(-2))));
  }

  private static List<String> written(BrokersClock brokers) {
    List<String> written = new CopyOnWriteArrayList<>();
    try (RunEventPublisher publisher =
        new RunEventPublisher(
            told -> {
              written.add(told.event().getOccurredAt() + " " + told.event().getClockCorrected());
              return CompletableFuture.completedFuture(null);
            },
            brokers)) {
      publisher.publish(told("run"));
    }
    return written;
  }

  /** One that is so far ahead of this machine's. */
  private static BrokersClock clock(Duration ahead) {
    BrokersClock brokers = new BrokersClock();
    brokers.heard(Instant.EPOCH, Instant.EPOCH.plus(ahead), Instant.EPOCH);
    return brokers;
  }

  private static TracedEvent told(String run) {
    return new TracedEvent(event(run), TraceParent.first(run));
  }

  @Test
  void theSameEventHasTheSameIdWhoeverTellsIt() {
    assertEquals(event("a").getEventId(), event("a").getEventId());
    assertEquals(
        2, List.of(event("a"), event("b")).stream().map(RunEvent::getEventId).distinct().count());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RunEvent event(String run) {
    WorkloadIdentity workload = new WorkloadIdentity.Named(new WorkloadId("etl"));
    CallIdentity identity =
        new CallIdentity(
            WorkspaceId.DEFAULT,
            workload,
            Map.of(),
            new Attempt(new RunId(run), 1),
            null,
            null,
            null,
            false,
            CallIdentity.Pace.UNSAID);
    VersionChoice choice = VersionChoice.unasked(new EngineVersion("4.2.0"), true);
    return RunEvents.record(
        new RunEvents.Subject(identity, workload, choice),
        new AttemptEvent.Started(WriteKnowledge.NONE_SEEN, null),
        Instant.EPOCH);
  }
}
