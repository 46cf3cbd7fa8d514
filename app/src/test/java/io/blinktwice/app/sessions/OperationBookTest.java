package io.blinktwice.app.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.app.sessions.OperationBook.Operation;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.OperationOutcome;
import io.blinktwice.events.OperationProgress;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RoutingKind;
import io.blinktwice.events.RunMetrics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperationBookTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final OperationBook book = new OperationBook();

  @Test
  void anOperationIsFollowedFromItsWaitToItsEnd() {
    decided("red", "a", RoutingKind.QUEUED, null, 0);
    assertEquals(List.of("a WAITING"), states("red", 1));
    decided("red", "a", RoutingKind.PLACED, "c1", 10);
    assertEquals(List.of("a RUNNING"), states("red", 11));
    reported(60, "a");
    assertEquals(List.of("a RUNNING"), states("red", 61));
    ended("a", "c1", OperationOutcome.FINISHED, 70);
    assertEquals(List.of("a FINISHED"), states("red", 71));
    assertEquals(List.of(), states("blue", 71));
  }

  @Test
  void anEndOfAnEarlierTryOrOfAnotherClusterIsNotItsOwn() {
    ended("a", "c1", OperationOutcome.FAILED, 5);
    ended("a", "c2", OperationOutcome.FINISHED, 50);
    decided("red", "a", RoutingKind.PLACED, "c1", 10);
    assertEquals(List.of("a RUNNING"), states("red", 11));
    decided("red", "a", RoutingKind.PLACED, "c2", 40);
    assertEquals(List.of("a FINISHED"), states("red", 51));
  }

  @Test
  void whatItsServerDoesNotNameIsNotSaidToRun() {
    decided("red", "a", RoutingKind.PLACED, "c1", 0);
    decided("red", "b", RoutingKind.REFUSED, null, 1);
    assertEquals(List.of("b REFUSED", "a UNHEARD"), states("red", 20));
    reported(30, "a");
    assertEquals(List.of("b REFUSED", "a RUNNING"), states("red", 31));
    assertEquals(List.of("b REFUSED", "a UNHEARD"), states("red", 90));
    reported(95, "another");
    assertEquals(List.of("b REFUSED", "a UNHEARD"), states("red", 96));
  }

  @Test
  void onlyTheNewestAreKept() {
    for (int i = 0; i < OperationBook.OF_A_SESSION + 10; i++) {
      decided("red", "o" + i, RoutingKind.PLACED, "c1", i);
    }
    List<Operation> known = book.of("red", "s1", AT);
    assertEquals(OperationBook.OF_A_SESSION, known.size());
    assertEquals("o" + (OperationBook.OF_A_SESSION + 9), known.getFirst().id());
  }

  private List<String> states(String workspace, long seconds) {
    return book.of(workspace, "s1", AT.plusSeconds(seconds)).stream()
        .map(one -> one.id() + " " + one.state())
        .toList();
  }

  private void decided(
      String workspace,
      String operation,
      RoutingKind kind,
      @Nullable String cluster,
      long seconds) {
    book.decided(
        RoutingDecision.newBuilder()
            .setDecisionId(operation + kind)
            .setSessionId("s1")
            .setWorkspace(workspace)
            .setOperationId(operation)
            .setKind(kind)
            .setCluster(cluster)
            .setReplica("g")
            .setDecidedAt(AT.plusSeconds(seconds))
            .build());
  }

  private void ended(String operation, String cluster, OperationOutcome outcome, long seconds) {
    book.ended(
        OperationMetrics.newBuilder()
            .setOperationId(operation)
            .setSessionId("s1")
            .setCluster(cluster)
            .setEngineVersion("4.2.0")
            .setOutcome(outcome)
            .setRevision(1)
            .setMeasured(RunMetrics.newBuilder().setOperations(1).setComplete(true).build())
            .setStartedAt(AT)
            .setEndedAt(AT.plusSeconds(seconds))
            .build());
  }

  private void reported(long seconds, String operation) {
    book.reported(
        ClusterUtilization.newBuilder()
            .setCluster("c1")
            .setEngineVersion("4.2.0")
            .setPool("local")
            .setSequence(seconds)
            .setOperations(
                List.of(
                    OperationProgress.newBuilder()
                        .setOperationId(operation)
                        .setSessionId("s1")
                        .setStartedAt(AT)
                        .build()))
            .setMeasuredAt(AT.plusSeconds(seconds))
            .build());
  }
}
