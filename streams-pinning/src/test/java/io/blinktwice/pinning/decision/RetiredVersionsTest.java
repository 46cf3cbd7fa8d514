package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.decision.Fleet.Phase;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nobody enters a retired version: no verdict and no pin sends anybody there. */
class RetiredVersionsTest {
  private static final EngineVersion BETWEEN = new EngineVersion("4.0.1");
  private static final Release RETIRED = new Release(null, Set.of(), Map.of(), true);
  private static final Observation.Wish WISH =
      new Observation.Wish("command-1", "operator", "because");

  /** First the old version was stable, then the one between; a newer one rolls out. */
  private final Story story = new Story().cleanRuns(3, OLD).fleet(twoPromoted());

  private static Fleet twoPromoted() {
    return Story.stableOld()
        .withRelease(BETWEEN, Release.PLAIN, 3)
        .withRollout(BETWEEN, new Fleet.Rollout(Phase.STABLE, 1, OLD), 2)
        .withRollout(NEW, new Fleet.Rollout(Phase.ROLLING_OUT, 1, BETWEEN), 3);
  }

  @Test
  void aRetryGoesToNoProvenVersionThatIsRetired() {
    assertEquals(OLD, story.state().lastKnownGood());
    Attempt before = story.newRun();
    story.fails(before, NEW, Category.SYSTEM);
    assertEquals(new Verdict.Action.RetryLastGood(OLD), story.action(before));
    retire(OLD);
    Attempt after = story.newRun();
    story.fails(after, NEW, Category.SYSTEM);
    assertEquals(new Verdict.Action.RetryLastGood(BETWEEN), story.action(after));
  }

  @Test
  void whereTheEarlierStableVersionIsRetiredTheOneBeforeItIsTheFleetsFallback() {
    Story unproven = new Story().fleet(twoPromoted().withRelease(BETWEEN, RETIRED, 4));
    Attempt first = unproven.newRun();
    unproven.fails(first, NEW, Category.SYSTEM);
    assertEquals(new Verdict.Action.RetryLastGood(OLD), unproven.action(first));
  }

  @Test
  void aVersionThatIsProvenOnlyAfterItsRetirementIsNoFallback() {
    Fleet quiet =
        Story.stableOld()
            .withRelease(BETWEEN, Release.PLAIN, 3)
            .withRollout(BETWEEN, new Fleet.Rollout(Phase.STABLE, 1, OLD), 2)
            .withRelease(OLD, RETIRED, 4);
    Story proven = new Story().fleet(quiet).cleanRuns(3, OLD);
    assertNull(proven.state().lastKnownGood());
  }

  @Test
  void aProofMakesNoPinToARetiredVersion() {
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.SYSTEM);
    retire(OLD);
    story.succeeds(first.next(), OLD);
    assertNull(story.state().pin());
  }

  @Test
  void aPersonPinsToNoRetiredVersion() {
    retire(OLD);
    story.observe(new Observation.PinWanted(OLD, null, WISH));
    assertNull(story.state().pin());
  }

  @Test
  void aVerdictFromBeforeTheRetirementSendsNobodyThereAfterIt() {
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.SYSTEM);
    assertEquals(OLD, story.chosen(first.next()).version());
    retire(OLD);
    assertEquals(NEW, story.chosen(first.next()).version());
  }

  @Test
  void whatTheInfrastructureEndedOnARetiredVersionGoesOnElsewhere() {
    retire(OLD);
    Attempt first = story.newRun();
    story.fails(first, OLD, Category.INFRASTRUCTURE);
    Verdict.Action.RetrySame again = (Verdict.Action.RetrySame) story.action(first);
    assertEquals(BETWEEN, again.version());
  }

  @Test
  void noComparisonIsWantedWithARetiredVersion() {
    Story slow = new Story().uses(Map.of("taskMillis", 600_000L)).cleanRuns(15, OLD).rollsOut();
    slow.uses(Map.of("taskMillis", 960_000L)).cleanRuns(8, NEW);
    assertNotNull(slow.state().comparison());
    slow.fleet(slow.fleet().withRelease(OLD, RETIRED, 4)).cleanRuns(1, NEW);
    assertNull(slow.state().comparison());
  }

  /** Whoever is pinned there when it is retired is moved by the retirement, not by a run. */
  @Test
  void aPinThatIsThereHoldsUntilTheRetirementMovesIt() {
    story.observe(new Observation.PinWanted(OLD, Instant.MAX, WISH));
    retire(OLD);
    assertEquals(OLD, story.chosen(story.newRun()).version());
    story.observe(
        new Observation.PinWanted(
            BETWEEN, null, new Observation.Wish("command-2", "operator", "retired")));
    assertEquals(BETWEEN, story.chosen(story.newRun()).version());
  }

  private void retire(EngineVersion version) {
    story.fleet(story.fleet().withRelease(version, RETIRED, 4));
  }
}
