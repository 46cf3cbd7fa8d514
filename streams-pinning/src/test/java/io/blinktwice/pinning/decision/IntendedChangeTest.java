package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.decision.Release.Handling;
import io.blinktwice.pinning.decision.RetryLesson.Proves;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a release changed on purpose: kept, warned of, or refused; never called a repair. */
class IntendedChangeTest {
  private static final String CONDITION = "CAST_INVALID_INPUT";

  private final Story story = new Story().cleanRuns(3, OLD).rollsOut();

  @Test
  void whatIsRefusedOnceEndsTheNextRunAtOnceWithTheHint() {
    declare(Handling.REFUSE);
    meets(NEW, OLD);
    Attempt next = story.newRun();
    fails(next, NEW);
    assertEquals(new Verdict.Action.Finish(), story.action(next));
    assertEquals("failure-is-right", story.rule(next));
    String said = story.verdict(next).reasons().getFirst().sentence();
    assertTrue(said.contains("use try_cast"), said);
    assertEquals(2, story.count(Change.ChangeMet.class));
    assertEquals(List.of(new Refusal(NEW, CONDITION)), story.state().refusals());
  }

  @Test
  void whatIsOnlyWarnedOfIsSavedAgainByTheNextRun() {
    declare(Handling.WARN);
    meets(NEW, OLD);
    Attempt next = story.newRun();
    fails(next, NEW);
    assertEquals(new Verdict.Action.RetryLastGood(OLD), story.action(next));
    assertEquals(List.of(), story.state().refusals());
  }

  @Test
  void aRefusalHoldsForThatConditionOnThatReleaseOnly() {
    declare(Handling.REFUSE);
    meets(NEW, OLD);
    Attempt other = story.newRun();
    story.fails(other, NEW, Category.USER);
    assertEquals(new Verdict.Action.RetryLastGood(OLD), story.action(other));
    Attempt onTheOld = story.newRun();
    fails(onTheOld, OLD);
    assertEquals(new Verdict.Action.RetryLastGood(OLD), story.action(onTheOld));
  }

  @Test
  void whereTheOwnersOfTheReleaseChangeTheirMindRunsAreSavedAgain() {
    declare(Handling.REFUSE);
    meets(NEW, OLD);
    declare(Handling.WARN);
    meets(NEW, OLD);
    assertEquals(List.of(), story.state().refusals());
  }

  /** The classifier learns that failures of this kind are a version's fault from others. */
  @ParameterizedTest
  @CsvSource({"KEEP_OLD, VERSIONS_FAULT", "WARN, VERSIONS_FAULT", "REFUSE, INCONCLUSIVE"})
  void whatIsLearnedOfIt(Handling handling, Proves proves) {
    declare(handling);
    meets(NEW, OLD);
    Change.RetryProved told =
        (Change.RetryProved)
            story.changes().stream()
                .filter(Change.RetryProved.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertEquals(proves, told.lesson().proves());
  }

  @Test
  void aPinOfAnUndeclaredOneSaysThatTheBehaviourChanged() {
    meets(NEW, OLD);
    Pin pin = story.state().pin();
    assertNotNull(pin);
    Pin.Evidence evidence = pin.evidence();
    assertNotNull(evidence);
    assertEquals(Pin.Nature.BEHAVIOUR_CHANGED, evidence.weight().nature());
    assertTrue(
        pin.reasons().stream().anyMatch(reason -> reason.rule().equals("behaviour-changed")),
        pin.reasons().toString());
  }

  /**
   * Spark 4 raises it in all its releases: one that begins to raise it where it did not is broken.
   */
  @Test
  void betweenTwoReleasesThatBothRaiseItIsARegression() {
    EngineVersion four = new EngineVersion("4.0.1");
    story.fleet(
        story
            .fleet()
            .withRelease(four, Release.PLAIN, 3)
            .withRollout(four, new Fleet.Rollout(Fleet.Phase.STABLE, 1, OLD), 3)
            .withRollout(NEW, new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, four), 4));
    meets(NEW, four);
    Pin pin = story.state().pin();
    assertNotNull(pin);
    Pin.Evidence evidence = pin.evidence();
    assertNotNull(evidence);
    assertEquals(Pin.Nature.REGRESSION, evidence.weight().nature());
  }

  @Test
  void noMoreRefusalsAreRememberedThanAWorkloadCanNeed() {
    for (int known = 0; known < 40; known++) {
      String condition = "CONDITION_" + known;
      story.fleet(story.fleet().withRelease(NEW, changed(condition, Handling.REFUSE), 3));
      Attempt first = story.newRun();
      fails(first, NEW, condition);
      story.succeeds(first.next(), OLD);
    }
    assertEquals(Refusal.MOST_REMEMBERED, story.state().refusals().size());
    assertNull(story.state().pin());
  }

  private void declare(Handling handling) {
    story.fleet(story.fleet().withRelease(NEW, changed(CONDITION, handling), 3));
  }

  private static Release changed(String condition, Handling handling) {
    return new Release(
        OLD,
        Set.of(),
        Map.of(condition, new Release.IntendedChange(handling, "use try_cast")),
        false);
  }

  private void meets(EngineVersion newer, EngineVersion older) {
    Attempt first = story.newRun();
    fails(first, newer);
    story.succeeds(first.next(), older);
  }

  private void fails(Attempt attempt, EngineVersion version) {
    fails(attempt, version, CONDITION);
  }

  private void fails(Attempt attempt, EngineVersion version, String condition) {
    FailureSeen seen = new FailureSeen("INTERNAL", null, List.of(), condition, null, "bad", false);
    story.observe(new Observation.AttemptStarted(story.report(attempt, version)));
    story.observe(new Observation.AttemptFailed(story.report(attempt, version), seen));
    story.observe(new Observation.FailureClassified(attempt, Story.classified(Category.USER)));
  }
}
