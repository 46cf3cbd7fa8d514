package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.decision.Verdict.Action;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The rows of the architecture's table of verdicts. */
class VerdictTest {
  private static final Classified OUT_OF_MEMORY = new Classified(Category.USER, 1, true, "oom", 1);

  private final Story story = new Story();

  @Test
  void retriesOnTheSameVersionWhenTheInfrastructureFailed() {
    Attempt first = story.newRun();
    story.fails(first, OLD, Category.INFRASTRUCTURE);
    assertEquals(OLD, pauseOf(first).version());
    assertBetween(2_500, 5_000, pauseOf(first).after());
  }

  @Test
  void waitsLongerBeforeEachFurtherRetry() {
    Attempt first = story.newRun();
    story.fails(first, OLD, Category.INFRASTRUCTURE);
    story.fails(first.next(), OLD, Category.INFRASTRUCTURE);
    assertBetween(5_000, 10_000, pauseOf(first.next()).after());
  }

  private Action.RetrySame pauseOf(Attempt attempt) {
    return (Action.RetrySame) story.action(attempt);
  }

  private static void assertBetween(long least, long most, Duration pause) {
    assertTrue(least <= pause.toMillis() && pause.toMillis() <= most, pause.toString());
  }

  @Test
  void givesUpWhenTheAttemptsAreUsedUp() {
    Attempt first = story.newRun();
    story.fails(first, OLD, Category.INFRASTRUCTURE);
    story.fails(first.next(), OLD, Category.INFRASTRUCTURE);
    story.fails(first.next().next(), OLD, Category.INFRASTRUCTURE);
    assertEquals(new Action.Finish(), story.action(first.next().next()));
    assertEquals("attempts-used-up", story.rule(first.next().next()));
  }

  @Test
  void retriesOnTheLastGoodVersionWhenTheEngineIsAtFault() {
    Attempt first = story.rollsOut().newRun();
    story.fails(first, NEW, Category.SYSTEM);
    assertEquals(new Action.RetryLastGood(OLD), story.action(first));
  }

  @Test
  void retriesWhenTheClassifierIsNotSure() {
    Attempt first = story.rollsOut().newRun();
    story.fails(first, NEW, Category.UNDECIDED);
    assertEquals("suspect-undecided", story.rule(first));
    assertEquals(new Action.RetryLastGood(OLD), story.action(first));
  }

  @Test
  void suspectsTheVersionWhenACleanWorkloadSeemsToFailByItsUser() {
    Attempt first = story.cleanRuns(3, OLD).rollsOut().newRun();
    story.fails(first, NEW, Category.USER);
    assertEquals("suspect-clean-record", story.rule(first));
    assertEquals(new Action.RetryLastGood(OLD), story.action(first));
  }

  @Test
  void retriesTheOldArmTooSoThatTheJudgeComparesLikeWithLike() {
    Attempt first = story.cleanRuns(3, OLD).rollout(Fleet.Phase.ROLLING_OUT, 0).newRun();
    story.fails(first, OLD, Category.USER);
    assertEquals(new Action.RetryLastGood(OLD), story.action(first));
  }

  @Test
  void blamesTheUserWhenTheCodeHasChanged() {
    Attempt first = story.code("a").cleanRuns(3, OLD).rollsOut().code("b").newRun();
    story.fails(first, NEW, Category.USER);
    assertEquals(new Action.Finish(), story.action(first));
    assertEquals("user-error", story.rule(first));
  }

  @Test
  void blamesTheUserOfAWorkloadWithoutACleanRecord() {
    Attempt first = story.cleanRuns(2, OLD).rollsOut().newRun();
    story.fails(first, NEW, Category.USER);
    assertEquals("user-error", story.rule(first));
  }

  @Test
  void finishesWhenBothVersionsFail() {
    Attempt first = story.cleanRuns(3, OLD).rollsOut().newRun();
    story.fails(first, NEW, Category.USER);
    story.fails(first.next(), OLD, Category.USER);
    assertEquals(new Action.Finish(), story.action(first.next()));
    assertEquals("failed-on-both-versions", story.rule(first.next()));
    assertNull(story.state().pin());
  }

  @Test
  void suspectsTheVersionAgainWhenTheRetryDidNotRunWhereItShould() {
    Attempt first = story.cleanRuns(3, OLD).rollsOut().newRun();
    story.fails(first, NEW, Category.USER).fails(first.next(), NEW, Category.USER);
    assertEquals(new Action.RetryLastGood(OLD), story.action(first.next()));
  }

  @Test
  void treatsBothArmsAlikeHoweverOftenTheyFail() {
    Story oldArm = new Story().cleanRuns(3, OLD).rollout(Fleet.Phase.ROLLING_OUT, 0);
    Story newArm = new Story().cleanRuns(3, OLD).rollsOut();
    for (int run = 0; run < 5; run++) {
      Attempt inOld = oldArm.newRun();
      Attempt inNew = newArm.newRun();
      oldArm.fails(inOld, OLD, Category.USER);
      newArm.fails(inNew, NEW, Category.USER);
      assertEquals(oldArm.rule(inOld), newArm.rule(inNew), "run " + run);
      oldArm.succeeds(inOld.next(), OLD);
      newArm.succeeds(inNew.next(), OLD);
    }
  }

  @Test
  void retriesAPinnedWorkloadWhereItIsPinned() {
    story.cleanRuns(3, OLD).rollsOut();
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.SYSTEM).succeeds(first.next(), OLD);
    story.rollout(Fleet.Phase.STABLE, 1);
    Attempt later = story.newRun();
    story.fails(later, OLD, Category.SYSTEM);
    assertEquals(new Action.RetryLastGood(OLD), story.action(later));
  }

  @Test
  void whatWasProvenOnceStaysTheLastKnownGood() {
    story.cleanRuns(3, OLD);
    Attempt broken = story.newRun();
    story.fails(broken, OLD, Category.SYSTEM).fails(broken.next(), OLD, Category.SYSTEM);
    Attempt first = story.rollsOut().newRun();
    story.fails(first, NEW, Category.SYSTEM);
    assertEquals(new Action.RetryLastGood(OLD), story.action(first));
  }

  @Test
  void theLastKnownGoodDoesNotMoveWhileAReleaseRollsOut() {
    EngineVersion next = new EngineVersion("4.3.0");
    story.cleanRuns(3, OLD).rollout(Fleet.Phase.STABLE, 1);
    Fleet stable =
        Story.stableOld()
            .withRelease(next, Release.PLAIN, 3)
            .withRollout(NEW, new Fleet.Rollout(Fleet.Phase.STABLE, 1, OLD), 3);
    Fleet rollingOut =
        stable.withRollout(next, new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 0, NEW), 4);
    story.fleet(rollingOut).cleanRuns(3, NEW);
    Attempt during = story.newRun();
    story.fails(during, NEW, Category.SYSTEM);
    assertEquals(new Action.RetryLastGood(OLD), story.action(during));
    story.fleet(stable).cleanRuns(1, NEW).fleet(rollingOut);
    Attempt after = story.newRun();
    story.fails(after, NEW, Category.SYSTEM);
    assertEquals(new Action.RetryLastGood(NEW), story.action(after));
  }

  @Test
  void anUnwatchedEndIsNotSafeWhateverTheStartSaid() {
    Attempt first = story.rollsOut().newRun();
    story.observe(new Observation.AttemptStarted(story.report(first, NEW)));
    story.sideEffects(SideEffects.UNKNOWN);
    story.observe(new Observation.AttemptFailed(story.report(first, NEW), Story.failure()));
    story.observe(
        new Observation.FailureClassified(
            first, new Classified(Category.SYSTEM, 1, false, "sig", 1)));
    assertEquals("held-back-by-side-effects", story.rule(first));
  }

  @Test
  void comparesVersionsFirstWhenMemoryRunsOutDuringARollout() {
    Attempt first = story.rollsOut().newRun();
    story.fails(first, NEW, OUT_OF_MEMORY);
    assertEquals(new Action.RetryLastGood(OLD), story.action(first));
  }

  @Test
  void asksForMoreMemoryWhenItRanOutAgainOnTheLastGoodVersion() {
    Attempt first = story.rollsOut().newRun();
    story.fails(first, NEW, OUT_OF_MEMORY);
    story.fails(first.next(), OLD, OUT_OF_MEMORY);
    assertEquals(new Action.RetryLarger(OLD), story.action(first.next()));
  }

  @Test
  void asksForMoreMemoryWhenNoReleaseIsUnderWay() {
    Attempt first = story.newRun();
    story.fails(first, OLD, OUT_OF_MEMORY);
    assertEquals(new Action.RetryLarger(OLD), story.action(first));
  }

  @ParameterizedTest
  @EnumSource(
      value = SideEffects.class,
      mode = Mode.EXCLUDE,
      names = {"NONE_SEEN", "DECLARED_IDEMPOTENT"})
  void neverRepeatsWhatMayHaveWritten(SideEffects sideEffects) {
    Attempt first = story.rollsOut().sideEffects(sideEffects).newRun();
    story.fails(first, NEW, Category.SYSTEM);
    assertEquals(new Action.Finish(), story.action(first));
    assertEquals("held-back-by-side-effects", story.rule(first));
    assertEquals("suspect-system", story.verdict(first).reasons().get(1).rule());
  }

  @Test
  void repeatsAWriteThatItsOwnerDeclaredSafe() {
    Attempt first = story.rollsOut().sideEffects(SideEffects.DECLARED_IDEMPOTENT).newRun();
    story.fails(first, NEW, Category.SYSTEM);
    assertEquals(new Action.RetryLastGood(OLD), story.action(first));
  }

  @Test
  void finishesWhatWasEndedFromOutside() {
    Attempt first = story.newRun();
    story.observe(new Observation.AttemptKilled(story.report(first, OLD)));
    assertEquals("killed", story.rule(first));
  }

  @Test
  void finishesWhereThereIsNothingToFallBackTo() {
    Attempt first = story.fleet(Fleet.EMPTY.withRelease(NEW, Release.PLAIN, 1)).newRun();
    story.fails(first, NEW, Category.SYSTEM);
    assertEquals("no-last-known-good", story.rule(first));
  }

  @Test
  void givesOneFirstVerdictHoweverOftenTheClassifierCorrectsItself() {
    Attempt first = story.rollsOut().newRun();
    story.fails(first, NEW, Category.SYSTEM);
    story.observe(
        new Observation.FailureClassified(
            first, new Classified(Category.INFRASTRUCTURE, 1, false, "sig", 2)));
    assertEquals(1, story.count(Change.VerdictGiven.class));
    assertEquals(new Action.RetryLastGood(OLD), story.action(first));
  }
}
