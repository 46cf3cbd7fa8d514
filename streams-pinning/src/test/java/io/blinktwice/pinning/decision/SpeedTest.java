package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.performance.decision.Metric;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A workload that becomes slower: suspicion, comparison, pin, and how that ends. */
class SpeedTest {
  private static final EngineVersion FIXED = new EngineVersion("4.2.1");
  private static final Observation.Wish WISH = new Observation.Wish("c-1", "operator", "because");

  private final Random random = new Random(3);
  private final Story story = new Story().code("a");

  @BeforeEach
  void twentyRunsOnTheOldVersion() {
    for (int run = 0; run < 20; run++) {
      ran(OLD, 1);
    }
    story.rollsOut();
    assertNull(story.state().comparison());
  }

  @Test
  void theNextRunGoesToTheOlderVersionAndOnlyOneAtATime() {
    suspected();
    Attempt next = story.newRun();
    assertEquals("compared", story.chosen(next).reason().rule());
    assertEquals(OLD, story.chosen(next).version());
    assertEquals(story.chosen(next), story.chosen(next), "asking again repeats the answer");
    story.observe(new Observation.AttemptStarted(story.report(next, OLD)));
    assertEquals(OLD, story.chosen(next).version());
    assertEquals(NEW, story.chosen(story.newRun()).version());
    assertEquals("rolling-out", story.chosen(next.next()).reason().rule(), "never a retry");
  }

  @Test
  void whatGoesAwayOnTheOlderVersionIsPinnedWithItsFigures() {
    pinned();
    Pin pin = pin();
    assertEquals(OLD, pin.version());
    assertEquals(NEW, pin.awayFrom());
    assertEquals("performance/taskMillis", pin.signature());
    assertEquals("slower-on-newer-version", pin.reasons().getFirst().rule());
    Pin.Slowness slowness = Objects.requireNonNull(pin.slowness());
    assertTrue(slowness.finding().foremost().ratio() > 1.5);
    assertTrue(slowness.finding().foremost().logEvidence() > Math.log(100));
    assertTrue(taskMillis(slowness.usage()) > 1.5 * taskMillis(slowness.goodUsage()));
    assertNull(story.state().comparison());
    assertEquals("pinned", story.chosen(story.newRun()).reason().rule());
    assertEquals("a", pin.codeHash());
  }

  @Test
  void whatIsSlowOnBothVersionsIsNotPinned() {
    suspected();
    for (int run = 0; run < 10 && story.state().comparison() != null; run++) {
      ran(OLD, 2);
    }
    assertNull(story.state().comparison());
    assertNull(story.state().pin());
    assertEquals("slow-on-both-versions", endedBecause());
    assertEquals(NEW, story.chosen(story.newRun()).version());
    assertEquals(20, story.performance().runs().size(), "suspicious runs stay out of the baseline");
  }

  @Test
  void aRunThatMustNotBeRepeatedIsNotSentElsewhereUntilItsOwnerDeclaresIt() {
    story.sideEffects(SideEffects.MAY_HAVE_WRITTEN);
    suspected();
    assertEquals(NEW, story.chosen(story.newRun()).version());
    story.sideEffects(SideEffects.DECLARED_IDEMPOTENT);
    ran(NEW, 2);
    assertEquals(OLD, story.chosen(story.newRun()).version());
  }

  @Test
  void runsThatTellNothingDoNotKeepAWorkloadOnTheOlderVersion() {
    suspected();
    story.uses(Map.of());
    for (int run = 0; run < Comparison.MOST_UNANSWERED; run++) {
      assertEquals(OLD, story.chosen(story.newRun()).version());
      story.succeeds(story.newRun(), OLD);
    }
    assertEquals(NEW, story.chosen(story.newRun()).version());
    assertEquals("comparison-unanswered", endedBecause());
    assertFalse(story.performance().isConfirming());
  }

  @Test
  void aFailedComparisonIsSavedLikeAnyOtherRunAndCountsAsUnanswered() {
    suspected();
    Attempt compared = story.newRun();
    story.fails(compared, OLD, Category.SYSTEM).succeeds(compared.next(), OLD);
    assertEquals(1, Objects.requireNonNull(story.state().comparison()).unanswered());
  }

  @Test
  void figuresThatComeAfterTheEndCountToo() {
    Attempt late = story.newRun();
    story.uses(Map.of()).succeeds(late, OLD);
    assertEquals(20, story.performance().runs().size());
    story.uses(figures(1));
    story.observe(new Observation.AttemptSucceeded(story.report(late, OLD)));
    assertEquals(21, story.performance().runs().size());
    story.observe(new Observation.AttemptSucceeded(story.report(late, OLD)));
    assertEquals(21, story.performance().runs().size(), "once for each run");
  }

  @Test
  void changedCodeEndsTheComparison() {
    suspected();
    story.code("b");
    ran(NEW, 2);
    assertNull(story.state().comparison());
    assertEquals("nothing-to-compare", endedBecause());
  }

  @Test
  void aVersionThatIsGoneIsComparedWithNoMore() {
    suspected();
    story.fleet(story.fleet().withoutRelease(OLD, 9));
    ran(NEW, 2);
    assertNull(story.state().comparison());
  }

  @Test
  void bytesThatWereReadAreNeverCompared() {
    story.uses(Map.of("inputBytes", 1_000_000_000L));
    for (int run = 0; run < 30; run++) {
      story.succeeds(story.newRun(), OLD);
    }
    story.uses(Map.of("inputBytes", 900_000_000_000L));
    for (int run = 0; run < 30; run++) {
      story.succeeds(story.newRun(), NEW);
    }
    assertNull(story.state().comparison());
    assertFalse(Metric.READ_BYTES.comparable());
  }

  @Test
  void aFalsePositiveAFixAndTimeEndItLikeAnyPin() {
    pinned();
    story.observe(new Observation.ReleaseWanted(null, Change.Ending.FALSE_POSITIVE, null, WISH));
    assertEquals(Change.Ending.FALSE_POSITIVE, ending());
    suspected();
    confirmed();
    story.later(Duration.ofDays(91)).timersRing();
    assertEquals(Change.Ending.EXPIRED, ending());
    suspected();
    confirmed();
    Release fix = new Release(NEW, Set.of("performance/taskMillis"), Map.of(), false);
    story.fleet(
        story
            .fleet()
            .withRelease(FIXED, fix, 4)
            .withRollout(FIXED, new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, OLD), 5));
    ran(OLD, 1);
    assertEquals(Change.Ending.FIXED, ending());
  }

  @Test
  void halfOpenItEndsAfterTwentyProbesThatAreNoSlower() {
    pinned();
    story.later(Duration.ofDays(7)).timersRing();
    assertEquals(20, Objects.requireNonNull(pin().trial()).needed());
    for (int run = 0; run < 20; run++) {
      assertEquals("probe", story.chosen(story.newRun()).reason().rule(), "probe " + run);
      ran(NEW, 1);
    }
    assertEquals(Change.Ending.PROBED_CLEAN, ending());
    assertNull(story.state().pin());
  }

  @Test
  void halfOpenItClosesAgainWhereProbesAreSlow() {
    pinned();
    story.later(Duration.ofDays(7)).timersRing();
    suspected();
    assertEquals("pinned", story.chosen(story.newRun()).reason().rule(), "no probe meanwhile");
    confirmed();
    assertNull(pin().trial());
    assertEquals(1, pin().terms().failedProbes());
    assertNotNull(pin().slowness());
  }

  @Test
  void changedCodePutsItToTheTest() {
    pinned();
    story.code("b");
    ran(OLD, 1);
    assertEquals("code-changed", Objects.requireNonNull(pin().trial()).because().rule());
  }

  @Test
  void whoeverIsPinnedAlreadyIsNotPinnedTwice() {
    suspected();
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.SYSTEM).succeeds(first.next(), OLD);
    Pin before = pin();
    confirmed();
    assertEquals(before, pin());
  }

  private void pinned() {
    suspected();
    confirmed();
    assertNotNull(story.state().pin());
  }

  private void suspected() {
    for (int run = 0; run < 20 && story.state().comparison() == null; run++) {
      ran(NEW, 2);
    }
    assertNotNull(story.state().comparison(), "twice as slow, and nobody suspects it");
  }

  private void confirmed() {
    for (int run = 0; run < 10 && story.state().comparison() != null; run++) {
      ran(OLD, 1);
    }
    assertNull(story.state().comparison());
  }

  private void ran(EngineVersion version, double ratio) {
    story.uses(figures(ratio)).succeeds(story.newRun(), version);
  }

  private Map<String, Long> figures(double ratio) {
    double noise = Math.exp(0.05 * random.nextGaussian());
    return Map.of(
        "taskMillis", Math.round(600_000 * ratio * noise),
        "durationMillis", Math.round(60_000 * ratio * noise),
        "inputRows", 10_000_000L);
  }

  private static long taskMillis(Usage usage) {
    return Objects.requireNonNull(usage.figures().get("taskMillis"));
  }

  private Pin pin() {
    return Objects.requireNonNull(story.state().pin());
  }

  private String endedBecause() {
    return story.changes().reversed().stream()
        .filter(Change.ComparisonEnded.class::isInstance)
        .map(change -> ((Change.ComparisonEnded) change).because().rule())
        .findFirst()
        .orElseThrow();
  }

  private Change.Ending ending() {
    return story.changes().reversed().stream()
        .filter(Change.PinReleased.class::isInstance)
        .map(change -> ((Change.PinReleased) change).ending())
        .findFirst()
        .orElseThrow();
  }
}
