package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.router.decision.AttemptEvent;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.decision.WriteKnowledge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
            event -> {
              if (tries.incrementAndGet() < 3) {
                return CompletableFuture.failedFuture(new TimeoutException("not yet"));
              }
              written.add(event.getRunId());
              return CompletableFuture.completedFuture(null);
            })) {
      publisher.publish(event("first"));
      publisher.publish(event("second"));
      await().atMost(SOON).until(() -> written.equals(List.of("first", "second")));
      assertEquals(0, publisher.lost());
    }
  }

  @Test
  void whatCanNeverBeWrittenIsCountedAndTheRestGoesOn() {
    List<String> written = new CopyOnWriteArrayList<>();
    try (RunEventPublisher publisher =
        new RunEventPublisher(
            event -> {
              if (event.getRunId().equals("bad")) {
                return CompletableFuture.failedFuture(new SerializationException("bad"));
              }
              written.add(event.getRunId());
              return CompletableFuture.completedFuture(null);
            })) {
      publisher.publish(event("bad"));
      publisher.publish(event("good"));
      await().atMost(SOON).until(() -> written.equals(List.of("good")));
      assertEquals(1, publisher.lost());
    }
  }

  @Test
  void publishingNeverWaits() throws Exception {
    CountDownLatch kafkaIsBack = new CountDownLatch(1);
    try (RunEventPublisher publisher =
        new RunEventPublisher(
            event -> {
              awaitUninterrupted(kafkaIsBack);
              return CompletableFuture.completedFuture(null);
            })) {
      for (int i = 0; i < 5_000; i++) {
        publisher.publish(event("run-" + i));
      }
      // One may be in the writer's hands, a thousand wait.
      assertEquals(4_000, publisher.lost(), 1);
      kafkaIsBack.countDown();
    }
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
    WorkloadId workload = new WorkloadId("etl");
    CallIdentity identity =
        new CallIdentity(
            WorkspaceId.DEFAULT,
            workload,
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
