package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.AttemptState.Phase;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs whose events come late, twice, in the wrong order, never, or in floods. */
class RunLifeTest {
  private final Story story = new Story().rollsOut();

  @Test
  void anEndBeforeItsStartCounts() {
    Attempt first = story.newRun();
    story.observe(new Observation.AttemptSucceeded(story.report(first, NEW)));
    story.observe(new Observation.AttemptStarted(story.report(first, NEW)));
    assertEquals(Phase.SUCCEEDED, story.state().attempt(first).phase());
    assertEquals(1, story.state().recordOn(NEW).total());
  }

  @Test
  void aSecondAttemptBeforeTheFirstProvesTheSame() {
    Attempt first = story.newRun();
    story.succeeds(first.next(), OLD).fails(first, NEW, Category.SYSTEM);
    Pin pin = story.state().pin();
    assertEquals(OLD, pin == null ? null : pin.version());
  }

  @Test
  void theFirstEndStaysWhateverContradictsIt() {
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.SYSTEM);
    story.observe(new Observation.AttemptSucceeded(story.report(first, NEW)));
    assertEquals(Phase.FAILED, story.state().attempt(first).phase());
    assertEquals(0, story.state().recordOn(NEW).total());
    assertEquals(1, story.count(Change.VerdictGiven.class));
  }

  @Test
  void aRunWithoutAnEndIsTakenForLostWhenItsTimeIsOver() {
    Attempt first = story.newRun();
    story.observe(new Observation.AttemptStarted(story.report(first, NEW)));
    story.later(Duration.ofHours(23)).timersRing();
    assertNull(story.state().attempt(first).verdict());
    story.later(Duration.ofHours(1)).timersRing();
    assertEquals(Phase.LOST, story.state().attempt(first).phase());
    assertEquals("no-end-seen", story.rule(first));
  }

  @Test
  void anEndThatComesAfterThatChangesNothing() {
    aRunWithoutAnEndIsTakenForLostWhenItsTimeIsOver();
    Attempt first = new Attempt(new RunId("run-1"), 1);
    story.observe(new Observation.AttemptSucceeded(story.report(first, NEW)));
    assertEquals("no-end-seen", story.rule(first));
    assertEquals(0, story.state().recordOn(NEW).total());
  }

  @Test
  void aTimerOfARunThatEndedMeanwhileChangesNothing() {
    Attempt first = story.newRun();
    story.succeeds(first, NEW);
    WorkloadState before = story.state();
    story.observe(new Observation.AttemptLost(story.report(first, NEW)));
    assertEquals(before, story.state());
  }

  @Test
  void nothingIsDueWhereNothingIsOpen() {
    story.succeeds(story.newRun(), NEW);
    assertNull(Timers.next(story.state(), Story.POLICY));
  }

  @Test
  void aFloodOfOpenRunsKeepsTheStateSmallAndLeavesNoneWithoutAVerdict() {
    int runs = 1_000;
    for (int run = 0; run < runs; run++) {
      story.observe(new Observation.AttemptStarted(story.report(story.newRun(), NEW)));
    }
    assertEquals(Forgetting.ATTEMPTS_REMEMBERED, story.state().runs().size());
    Set<RunId> forgotten = new HashSet<>();
    Set<RunId> judged = new HashSet<>();
    for (Change change : story.changes()) {
      if (change instanceof Change.RunForgotten(RunId run, var lastSeen)) {
        forgotten.add(run);
      }
      if (change instanceof Change.VerdictGiven(Attempt attempt, Verdict verdict)) {
        judged.add(attempt.run());
      }
    }
    assertEquals(runs - Forgetting.ATTEMPTS_REMEMBERED, forgotten.size());
    assertEquals(forgotten, judged);
  }

  @Test
  void whatIsOverIsForgottenBeforeWhatIsOpen() {
    Attempt open = story.newRun();
    story.observe(new Observation.AttemptStarted(story.report(open, NEW)));
    story.cleanRuns(2 * Forgetting.RUNS_REMEMBERED, NEW);
    assertTrue(story.state().runs().containsKey(open.run()));
    assertEquals(Forgetting.RUNS_REMEMBERED, story.state().runs().size());
  }
}
