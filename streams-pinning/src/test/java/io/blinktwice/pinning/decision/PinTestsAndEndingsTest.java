package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How pins are put to the test, and how they end. */
class PinTestsAndEndingsTest {
  private static final EngineVersion FIXED = new EngineVersion("4.2.1");
  private static final EngineVersion NEXT = new EngineVersion("4.2.2");
  private static final Observation.Wish WISH = new Observation.Wish("c-1", "operator", "because");

  private final Story story = new Story().code("a").cleanRuns(3, OLD).rollsOut();

  @BeforeEach
  void pin() {
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.SYSTEM).succeeds(first.next(), OLD);
    assertEquals(OLD, active().version());
  }

  @Test
  void restsUntilItsTimeHasCome() {
    story.later(Duration.ofDays(6)).timersRing();
    assertNull(active().trial());
    assertEquals("pinned", rule(story.newRun()));
    story.later(Duration.ofDays(1)).timersRing();
    assertEquals("rested", trial().because().rule());
    assertEquals("probe", rule(story.newRun()));
  }

  @Test
  void changedCodeMakesItHalfOpen() {
    story.code("b").succeeds(story.newRun(), OLD);
    assertEquals("code-changed", trial().because().rule());
  }

  @Test
  void aNewerReleaseIsProbedAtOnceButOnlyHalfway() {
    deploy(FIXED, Release.PLAIN);
    assertEquals("probe", rule(story.newRun()));
    assertEquals(FIXED, story.chosen(story.newRun()).version());
  }

  @Test
  void oneCleanProbeEndsThePinOfAFailureThatNeverFailedToFail() {
    story.later(Duration.ofDays(7)).timersRing();
    assertEquals(1, trial().needed());
    story.succeeds(story.newRun(), NEW);
    assertNull(story.state().pin());
    assertEquals(Change.Ending.PROBED_CLEAN, ending());
  }

  @Test
  void onlyOneProbeIsUnderWayAtATime() {
    story.later(Duration.ofDays(7)).timersRing();
    Attempt probe = story.newRun();
    assertEquals("probe", rule(probe));
    story.observe(new Observation.AttemptStarted(story.report(probe, NEW)));
    assertEquals("pinned", rule(story.newRun()));
  }

  @Test
  void aFailedProbeIsSavedOnThePinnedVersionAndThePinRestsLonger() {
    story.later(Duration.ofDays(7)).timersRing();
    Attempt probe = story.newRun();
    story.fails(probe, NEW, Category.SYSTEM);
    assertEquals(new Verdict.Action.RetryLastGood(OLD), story.action(probe));
    assertEquals("retry-last-good", rule(probe.next()));
    story.succeeds(probe.next(), OLD);
    assertNull(active().trial());
    assertEquals(1, active().terms().failedProbes());
    story.later(Duration.ofDays(7)).timersRing();
    assertNull(active().trial());
    story.later(Duration.ofDays(7)).timersRing();
    assertNotNull(active().trial());
  }

  @Test
  void aProbeNeverTriesAPausedOrAbortedRelease() {
    story.later(Duration.ofDays(7)).timersRing();
    story.rollout(Fleet.Phase.PAUSED, 1);
    assertEquals("pinned", rule(story.newRun()));
    story.rollout(Fleet.Phase.ABORTED, 0);
    assertEquals("pinned", rule(story.newRun()));
  }

  @Test
  void theReleaseThatFixesItsFailureEndsItForTheNextRun() {
    deploy(FIXED, new Release(NEW, Set.of("sig"), Map.of(), false));
    Attempt next = story.newRun();
    assertEquals(FIXED, story.chosen(next).version());
    story.observe(new Observation.AttemptStarted(story.report(next, FIXED)));
    assertNull(story.state().pin());
    assertEquals(Change.Ending.FIXED, ending());
  }

  @Test
  void aReleaseMayNameTheTicketThatItFixes() {
    String ticket = active().ticket();
    assertNotNull(ticket);
    deploy(FIXED, new Release(NEW, Set.of(ticket), Map.of(), false));
    Attempt next = story.newRun();
    story.observe(new Observation.AttemptStarted(story.report(next, FIXED)));
    assertNull(story.state().pin());
    assertEquals(Change.Ending.FIXED, ending());
  }

  @Test
  void aSuccessorOfTheFixEndsItToo() {
    story.observe(new Observation.ReleaseWanted(null, Change.Ending.FIXED, FIXED, WISH));
    assertEquals(FIXED, active().terms().fixedIn());
    story.fleet(story.fleet().withRelease(FIXED, new Release(NEW, Set.of(), Map.of(), false), 4));
    deploy(NEXT, new Release(FIXED, Set.of(), Map.of(), false));
    assertEquals(NEXT, story.chosen(story.newRun()).version());
    story.succeeds(story.newRun(), OLD);
    assertEquals(Change.Ending.FIXED, ending());
  }

  @Test
  void aFixThatIsNotDeployedToThisWorkloadEndsNothing() {
    story.observe(new Observation.ReleaseWanted(null, Change.Ending.FIXED, FIXED, WISH));
    story.fleet(
        story.fleet().withRelease(FIXED, new Release(NEW, Set.of("sig"), Map.of(), false), 4));
    story.succeeds(story.newRun(), OLD);
    assertEquals(OLD, active().version());
    assertEquals("pinned", rule(story.newRun()));
  }

  @Test
  void aFalsePositiveEndsItForTheNextRun() {
    story.observe(new Observation.ReleaseWanted(null, Change.Ending.FALSE_POSITIVE, null, WISH));
    assertEquals(Change.Ending.FALSE_POSITIVE, ending());
    assertEquals(NEW, story.chosen(story.newRun()).version());
  }

  @Test
  void expiresUnlessItIsExtended() {
    story.observe(
        new Observation.ExtensionWanted(null, story.now().plus(Duration.ofDays(200)), WISH));
    story.later(Duration.ofDays(100)).timersRing();
    assertEquals(OLD, active().version());
    story.later(Duration.ofDays(100)).timersRing();
    assertNull(story.state().pin());
    assertEquals(Change.Ending.EXPIRED, ending());
  }

  @Test
  void endsWhenItsVersionLeavesTheCatalogue() {
    story.fleet(story.fleet().withoutRelease(OLD, 5));
    assertEquals(NEW, story.chosen(story.newRun()).version());
    story.succeeds(story.newRun(), NEW);
    assertEquals(Change.Ending.VERSION_RETIRED, ending());
  }

  @Test
  void aPersonsPinIsNeverPutToTheTestButMayHaveAnEnd() {
    story.observe(new Observation.PinWanted(OLD, story.now().plus(Duration.ofDays(30)), WISH));
    story.code("b").succeeds(story.newRun(), OLD);
    story.later(Duration.ofDays(29)).timersRing();
    assertNull(active().trial());
    story.later(Duration.ofDays(1)).timersRing();
    assertNull(story.state().pin());
  }

  @Test
  void anEndedPinIsBuriedAWeekLater() {
    story.observe(new Observation.ReleaseWanted(null, Change.Ending.PERSON, null, WISH));
    story.later(Duration.ofDays(6)).timersRing();
    assertEquals(0, story.count(Change.PinBuried.class));
    story.later(Duration.ofDays(1)).timersRing();
    assertEquals(1, story.count(Change.PinBuried.class));
    assertNull(Timers.next(story.state(), Story.POLICY));
  }

  @Test
  void aPinSaysHowSureItIs() {
    Pin.Weight weight = Objects.requireNonNull(active().evidence()).weight();
    assertEquals(Pin.Nature.REGRESSION, weight.nature());
    assertEquals(1, weight.intermittency());
    assertEquals("version-at-fault", active().reasons().getLast().rule());
  }

  private void deploy(EngineVersion version, Release release) {
    story.fleet(
        story
            .fleet()
            .withRelease(version, release, 4)
            .withRollout(version, new Fleet.Rollout(Fleet.Phase.STABLE, 1, OLD), 4)
            .withRollout(NEW, new Fleet.Rollout(Fleet.Phase.ABORTED, 0, OLD), 5));
  }

  private Pin active() {
    return Objects.requireNonNull(story.state().pin(), "not pinned");
  }

  private Pin.Trial trial() {
    return Objects.requireNonNull(active().trial(), "not half open");
  }

  private String rule(Attempt attempt) {
    return story.chosen(attempt).reason().rule();
  }

  private Change.Ending ending() {
    return story.changes().stream()
        .filter(Change.PinReleased.class::isInstance)
        .map(change -> ((Change.PinReleased) change).ending())
        .reduce((before, last) -> last)
        .orElseThrow();
  }
}
