package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.OperationOutcome;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.router.decision.AttemptEvent;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.decision.WriteKnowledge;
import io.blinktwice.router.effect.OperationFigures.Sent;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.kafka.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasuredEndsTest {
  private static final Sent FIRST = new Sent("op-1", "s1", "c1");
  private static final Sent SECOND = new Sent("op-2", "s1", "c1");

  private final OperationFigures figures = new OperationFigures();
  private final List<RunEvent> told = new CopyOnWriteArrayList<>();
  private final MeasuredEnds ends = new MeasuredEnds(figures, end -> told.add(end.event()));

  @AfterEach
  void close() {
    ends.close();
  }

  @Test
  void figuresOfAllOperationsAreAddedUpAndPeaksAreNot() {
    figures(FIRST, 1, 100, 7_000);
    figures(SECOND, 1, 20, 9_000);
    ends.publish(success(), work(true, FIRST, SECOND));
    RunMetrics measured = told.getFirst().getMeasured();
    assertEquals(120, measured.getTaskMillis());
    assertEquals(9_000, measured.getPeakMemoryBytes());
    assertNull(measured.getGcMillis());
    assertEquals(1_500, measured.getDurationMillis());
    assertEquals(2, measured.getOperations());
    assertTrue(measured.getComplete());
    assertEquals(List.of("inputBytes"), measured.getIncomparable());
  }

  @Test
  void anEndWaitsForFiguresThatComeLater() {
    ends.publish(success(), work(true, FIRST));
    assertEquals(List.of(), told);
    figures(FIRST, 1, 100, 1);
    await().atMost(Duration.ofSeconds(20)).until(() -> told.size() == 1);
    assertEquals(100, told.getFirst().getMeasured().getTaskMillis());
  }

  @Test
  void theLaterRevisionCountsInWhateverOrderTheyCome() {
    figures(FIRST, 2, 100, 1);
    figures(FIRST, 1, 50, 1);
    ends.publish(success(), work(true, FIRST));
    assertEquals(100, told.getFirst().getMeasured().getTaskMillis());
  }

  @Test
  void whatIsNotAllKnownIsNotComplete() {
    figures(FIRST, 1, 100, 1);
    ends.publish(success(), work(true, FIRST, SECOND));
    ends.close();
    assertFalse(told.getFirst().getMeasured().getComplete());
    ends.publish(success(), work(false, FIRST));
    assertFalse(told.getLast().getMeasured().getComplete());
  }

  @Test
  void figuresOfAnotherSessionWithTheSameOperationIdAreNotItsOwn() {
    figures(new Sent("op-1", "s2", "c1"), 1, 100, 1);
    ends.publish(success(), work(true, FIRST));
    ends.close();
    assertNull(told.getFirst().getMeasured());
  }

  @Test
  void nobodyWaitsForFiguresThatNobodyFollows() {
    MeasuredEnds without = new MeasuredEnds(OperationFigures.none(), end -> told.add(end.event()));
    without.publish(success(), work(true, FIRST));
    assertEquals(1, told.size());
    without.close();
  }

  private static MeasuredEnds.Work work(boolean allNamed, Sent... sent) {
    return new MeasuredEnds.Work(List.of(sent), allNamed, Duration.ofMillis(1_500));
  }

  private static TracedEvent success() {
    WorkloadIdentity workload = new WorkloadIdentity.Named(new WorkloadId("etl"));
    CallIdentity identity =
        new CallIdentity(
            WorkspaceId.DEFAULT,
            workload,
            Map.of(),
            new Attempt(new RunId("r"), 1),
            null,
            null,
            null,
            false,
            CallIdentity.Pace.UNSAID);
    VersionChoice choice = VersionChoice.unasked(new EngineVersion("4.2.0"), false);
    RunEvent event =
        RunEvents.record(
            new RunEvents.Subject(identity, workload, choice),
            new AttemptEvent.Succeeded(WriteKnowledge.NONE_SEEN, "c1", 2),
            Instant.EPOCH);
    return new TracedEvent(event, TraceParent.first("test"));
  }

  private void figures(Sent operation, int revision, long taskMillis, long peak) {
    OperationMetrics record =
        OperationMetrics.newBuilder()
            .setOperationId(operation.operation())
            .setSessionId(operation.session())
            .setCluster(operation.cluster())
            .setEngineVersion("4.2.0")
            .setOutcome(OperationOutcome.FINISHED)
            .setRevision(revision)
            .setMeasured(
                RunMetrics.newBuilder()
                    .setTaskMillis(taskMillis)
                    .setPeakMemoryBytes(peak)
                    .setOperations(1)
                    .setComplete(true)
                    .build())
            .setStartedAt(Instant.EPOCH)
            .setEndedAt(Instant.EPOCH)
            .build();
    figures.on(new TopicView.Record<>(operation.operation(), record, 0, 0, Instant.EPOCH));
  }
}
