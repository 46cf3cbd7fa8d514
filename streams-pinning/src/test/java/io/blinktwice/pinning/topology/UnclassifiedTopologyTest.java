package io.blinktwice.pinning.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classifier is away: a failed attempt is judged without it, once. */
class UnclassifiedTopologyTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path stateDirectory;
  private Driven driven;

  @BeforeEach
  void start() {
    driven = new Driven(stateDirectory);
    driven.cleanRuns();
    driven.verdicts();
  }

  @AfterEach
  void stop() {
    driven.close();
  }

  @Test
  void isRetriedOnTheLastKnownGoodVersionAfterABoundedWait() {
    driven.event("run-x", 1, RunEventKind.FAILED, Driven.NEW);
    driven.timePasses(Duration.ofSeconds(29));
    assertTrue(driven.verdicts().isEmpty(), "the classifier has a minute");
    driven.timePasses(PATIENCE);
    RunVerdict verdict = only(driven.verdicts());
    assertEquals(VerdictAction.RETRY_LAST_GOOD, verdict.getAction());
    assertEquals("unclassified", verdict.getReasons().getFirst().getRule());
    assertTrue(verdict.getSuspect());
    assertNull(verdict.getCategory());
    driven.timePasses(Duration.ofDays(2));
    assertTrue(driven.verdicts().isEmpty(), "a second first verdict");
  }

  @Test
  void whatIsSaidTooLateMakesNoSecondVerdictButStillProves() {
    unclassified();
    driven.event("run-x", 2, RunEventKind.STARTED, Driven.OLD);
    driven.event("run-x", 2, RunEventKind.SUCCEEDED, Driven.OLD);
    assertEquals(2, only(driven.verdicts()).getAttempt());
    assertTrue(driven.pins().isEmpty(), "nobody knows what failed");
    driven.classified("run-x", 1, FailureCategory.SYSTEM);
    assertTrue(driven.verdicts().isEmpty(), "a second first verdict");
    assertEquals(Driven.OLD, driven.pins().getLast().value().getVersion());
  }

  @Test
  void whatIsSaidBetweenVerdictAndRetryIsWhatTheRetryProves() {
    unclassified();
    driven.classified("run-x", 1, FailureCategory.USER);
    assertTrue(driven.verdicts().isEmpty());
    driven.event("run-x", 2, RunEventKind.SUCCEEDED, Driven.OLD);
    assertEquals("sig", driven.pins().getLast().value().getSignature());
  }

  @Test
  void mayNotBeRetriedIfItMayHaveWritten() {
    driven.pipe(
        Topics.RUN_EVENTS,
        driven
            .eventOf("run-x", 1, RunEventKind.FAILED, Driven.NEW)
            .setSideEffects(SideEffects.MAY_HAVE_WRITTEN)
            .build());
    driven.timePasses(PATIENCE);
    RunVerdict verdict = only(driven.verdicts());
    assertEquals("held-back-by-side-effects", verdict.getHeldBackBy());
    assertEquals("unclassified", verdict.getReasons().getLast().getRule());
  }

  @Test
  void whoeverIsClassifiedInTimeIsNotWaitedFor() {
    driven.event("run-x", 1, RunEventKind.FAILED, Driven.NEW);
    driven.classified("run-x", 1, FailureCategory.INFRASTRUCTURE);
    assertEquals("infrastructure", only(driven.verdicts()).getReasons().getFirst().getRule());
    driven.timePasses(PATIENCE);
    assertTrue(driven.verdicts().isEmpty());
  }

  private void unclassified() {
    driven.event("run-x", 1, RunEventKind.FAILED, Driven.NEW);
    driven.timePasses(PATIENCE);
    assertEquals("unclassified", only(driven.verdicts()).getReasons().getFirst().getRule());
  }

  private static RunVerdict only(List<RunVerdict> verdicts) {
    assertEquals(1, verdicts.size(), verdicts::toString);
    return verdicts.getFirst();
  }
}
