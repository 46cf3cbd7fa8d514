package io.blinktwice.pinning.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.ticket.decision.RunFindings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a ticket is told of runs; here, because it is read from a story. */
class RunFindingsTest {
  private final Story story = new Story().cleanRuns(3, Story.OLD).rollsOut();

  private Attempt blinks(Map<String, Long> figures) {
    Attempt failed = story.newRun();
    story.observe(
        new Observation.AttemptFailed(
            on(Story.NEW, failed, Usage.of("pool/4.2.0/1", figures)), Story.failure()));
    story.observe(new Observation.FailureClassified(failed, Story.classified(Category.SYSTEM)));
    story.observe(
        new Observation.AttemptSucceeded(
            on(
                Story.OLD,
                new Attempt(failed.run(), 2),
                Usage.of("pool/3.5.7/1", Map.of("cpuMillis", 800L)))));
    return failed;
  }

  private static RunReport on(EngineVersion version, Attempt attempt, Usage usage) {
    return new RunReport(attempt, version, "d", null, SideEffects.DECLARED_IDEMPOTENT, usage);
  }

  @Test
  void bothAttemptsAreSetSideBySide() {
    Attempt failed = blinks(Map.of("cpuMillis", 1_200L, "inputBytes", 7L));
    assertEquals(
        List.of(
            "failed on 4.2.0 (pool/4.2.0/1), succeeded on 3.5.7 (pool/3.5.7/1)",
            "cpuMillis: 1200, 800",
            "inputBytes: 7, -"),
        RunFindings.metrics(story.state(), failed).orElseThrow().lines().toList());
  }

  @Test
  void bothRunsOfAPinForSlownessAreSetSideBySide() {
    Story slow =
        new Story().uses(Map.of("taskMillis", 600_000L)).cleanRuns(15, Story.OLD).rollsOut();
    slow.uses(Map.of("taskMillis", 960_000L)).cleanRuns(8, Story.NEW);
    slow.uses(Map.of("taskMillis", 600_000L)).cleanRuns(3, Story.OLD);
    Pin.Slowness slowness =
        Objects.requireNonNull(Objects.requireNonNull(slow.state().pin()).slowness());
    Attempt suspected = new Attempt(slowness.run(), 1);
    String told = RunFindings.metrics(slow.state(), suspected).orElseThrow();
    assertTrue(told.startsWith("took more on 4.2.0 (cluster-1), run "), told);
    assertTrue(told.contains("taskMillis: 960000, 600000"), told);
    assertEquals(Optional.empty(), RunFindings.metrics(slow.state(), slow.newRun()));
  }

  @Test
  void whatIsNotOfTheEvidenceIsNotMadeUp() {
    Attempt failed = blinks(Map.of());
    Attempt another = new Attempt(failed.run(), 2);
    assertEquals(Optional.empty(), RunFindings.metrics(story.state(), another));
    WorkloadState unknown = WorkloadState.unknown(story.state().workload());
    assertEquals(Optional.empty(), RunFindings.metrics(unknown, failed));
    assertEquals(Optional.empty(), RunFindings.otherRuns(unknown, failed));
  }

  @Test
  void otherRunsAreToldWithThoseThatFailedAlike() {
    Attempt failed = blinks(Map.of());
    String told = RunFindings.otherRuns(story.state(), failed).orElseThrow();
    assertTrue(told.startsWith("3 attempts of other runs are remembered, 0 failed"), told);
    assertTrue(told.contains("on 3.5.7: succeeded at 2026"), told);
    assertTrue(told.contains("3.5.7: "), told);
    Attempt again = blinks(Map.of());
    assertTrue(
        RunFindings.otherRuns(story.state(), again)
            .orElseThrow()
            .contains("1 failed in the same way"));
  }
}
