package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.WaveHash;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of resolve, in their order. */
class ResolvingTest {
  private static final Observation.Wish WISH = new Observation.Wish("c", "operator", "because");

  private final Story story = new Story();

  @Test
  void givesTheStableVersionByDefault() {
    assertChosen(OLD, "stable", story.newRun());
  }

  @Test
  void refusesWhereNothingWasPromoted() {
    story.fleet(Fleet.EMPTY.withRelease(OLD, Release.PLAIN, 1));
    assertInstanceOf(Resolution.Refused.class, story.resolve(story.newRun()));
  }

  @Test
  void drawsWorkloadsIntoARolloutByTheirHash() {
    double place = WaveHash.of(story.state().workload().fingerprint(), NEW);
    story.rollout(Fleet.Phase.ROLLING_OUT, place);
    assertChosen(OLD, "stable", story.newRun());
    story.rollout(Fleet.Phase.ROLLING_OUT, Math.nextUp(place));
    assertChosen(NEW, "rolling-out", story.newRun());
  }

  @Test
  void aPauseLetsNobodyInButHealthyMembersStay() {
    story.rollout(Fleet.Phase.PAUSED, 1);
    assertChosen(OLD, "stable", story.newRun());
    story.rollsOut().cleanRuns(1, NEW).rollout(Fleet.Phase.PAUSED, 1);
    assertChosen(NEW, "healthy-member-of-paused", story.newRun());
  }

  @Test
  void anAbortMovesEveryoneBack() {
    story.rollsOut().cleanRuns(5, NEW).rollout(Fleet.Phase.ABORTED, 0);
    assertChosen(OLD, "stable", story.newRun());
  }

  @Test
  void theNewestOfSeveralReleasesWins() {
    EngineVersion newer = new EngineVersion("4.3.0");
    Fleet both =
        Story.stableOld()
            .withRelease(newer, Release.PLAIN, 3)
            .withRollout(newer, new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, OLD), 3)
            .withRollout(NEW, new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, OLD), 4);
    assertChosen(newer, "rolling-out", story.fleet(both).newRun());
  }

  @Test
  void aWorkspaceThatTheReleaseHarmsIsKeptOffIt() {
    for (String confined : List.of("workspace:another", "workspace:default")) {
      Fleet fleet =
          Story.stableOld()
              .withRollout(
                  NEW,
                  new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, OLD, Set.of(confined), Instant.MAX),
                  3);
      boolean hit = confined.equals("workspace:default");
      assertChosen(hit ? OLD : NEW, hit ? "stable" : "rolling-out", story.fleet(fleet).newRun());
    }
  }

  @Test
  void aPinHoldsAWorkloadBackFromARollout() {
    pinToOld();
    assertChosen(OLD, "pinned", story.newRun());
  }

  @Test
  void aPersonsPinComesBeforeThePreviousVerdict() {
    Attempt first = story.rollsOut().newRun();
    story.fails(first, NEW, Category.SYSTEM);
    assertChosen(OLD, "retry-last-good", first.next());
    story.observe(new Observation.PinWanted(NEW, null, WISH));
    assertChosen(NEW, "pinned-by-hand", first.next());
  }

  @Test
  void aSecondAttemptGetsWhatTheVerdictOnTheFirstSaid() {
    Attempt first = story.rollsOut().newRun();
    story.fails(first, NEW, Category.INFRASTRUCTURE);
    assertChosen(NEW, "retry-same", first.next());
    Attempt other = story.newRun();
    story.fails(other, NEW, new Classified(Category.USER, 1, true, "oom", 1));
    assertChosen(OLD, "retry-last-good", other.next());
    story.fails(other.next(), OLD, new Classified(Category.USER, 1, true, "oom", 1));
    assertTrue(story.chosen(other.next().next()).larger());
  }

  @Test
  void anAttemptThatHasStartedKeepsItsVersionWhateverHappensMeanwhile() {
    Attempt first = story.rollsOut().newRun();
    story.observe(new Observation.AttemptStarted(story.report(first, NEW)));
    story.rollout(Fleet.Phase.ABORTED, 0);
    assertChosen(NEW, "already-started", first);
    assertEquals("resolve-1", story.chosen(first).id().value());
  }

  @Test
  void theSameQuestionGetsTheSameAnswerWithTheSameId() {
    Attempt first = story.newRun();
    assertEquals(story.chosen(first), story.chosen(first));
  }

  @Test
  void theAnswerNamesTheStateOfTheFleetThatItCameFrom() {
    assertEquals(new Fleet.Epoch(2, 2), story.rollsOut().chosen(story.newRun()).epoch());
  }

  @Test
  void fallsBackToWhatWasStableBeforeUntilTheWorkloadHasARecordOfItsOwn() {
    story.rollsOut();
    story.rollout(Fleet.Phase.STABLE, 1);
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.SYSTEM);
    assertEquals(new Verdict.Action.RetryLastGood(OLD), story.action(first));
    story.cleanRuns(3, NEW);
    Attempt later = story.newRun();
    story.fails(later, NEW, Category.SYSTEM);
    assertEquals(new Verdict.Action.RetryLastGood(NEW), story.action(later));
  }

  @Test
  void anEnvironmentLimitsWhatItsJobsGet() {
    story.rollsOut();
    story.fleet(
        story
            .fleet()
            .withEnvironment("v1", new EngineRange(null, OLD, Set.of(), null))
            .withEnvironment("v2", new EngineRange(null, null, Set.of(OLD, NEW), null))
            .withEnvironment("v0", new EngineRange(null, null, Set.of(), ": use v1")));
    assertEquals(OLD, in("v1", Resolution.Chosen.class).version());
    assertEquals("no-supported-version", refusal("v2"));
    assertEquals("retired-environment", refusal("v0"));
    assertEquals("unknown-environment", refusal("v9"));
  }

  @Test
  void saysClearlyWhenAPinAndAnEnvironmentContradictEachOther() {
    pinToOld();
    story.fleet(story.fleet().withEnvironment("new", new EngineRange(NEW, null, Set.of(), null)));
    assertEquals("unsupported-by-environment", refusal("new"));
  }

  @Test
  void doesNotAnswerFromBeforeWhatTheCallerHasSeen() {
    story.rollsOut();
    Attempt attempt = story.newRun();
    assertInstanceOf(Resolution.Chosen.class, story.resolve(new Question(attempt, null, 2)));
    assertInstanceOf(Resolution.Refused.class, story.resolve(new Question(attempt, null, 3)));
  }

  @Test
  void theChainNamesEveryRuleThatWasAsked() {
    assertEquals(
        List.of("already-started", "pinned-by-hand", "retry", "pinned", "compared", "stable"),
        story.chosen(story.newRun()).chain().stream().map(Reason::rule).toList());
  }

  private <R extends Resolution> R in(String environment, Class<R> kind) {
    Resolution answer = story.resolve(new Question(story.newRun(), environment, 0));
    return assertInstanceOf(kind, answer);
  }

  private String refusal(String environment) {
    return in(environment, Resolution.Refused.class).reason().rule();
  }

  private void pinToOld() {
    Attempt first = story.rollsOut().newRun();
    story.fails(first, NEW, Category.SYSTEM).succeeds(first.next(), OLD);
  }

  private void assertChosen(EngineVersion version, String rule, Attempt attempt) {
    Resolution.Chosen chosen = story.chosen(attempt);
    assertEquals(version, chosen.version());
    assertEquals(rule, chosen.reason().rule());
  }
}
