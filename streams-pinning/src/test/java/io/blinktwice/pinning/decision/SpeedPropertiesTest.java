package io.blinktwice.pinning.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.testkit.Seeds;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds of figures and pins whatever happens to a workload. */
class SpeedPropertiesTest {
  private static final int HISTORIES = 60;
  private static final int RUNS = 70;
  private static final EngineVersion[] VERSIONS = {
    Story.OLD, Story.OLD, Story.NEW, Story.NEW, Story.NEW
  };

  @Test
  void bothStatesAgreeAndNoPinIsMadeTwiceOrWithoutAComparison() {
    Seeds.each(
        HISTORIES,
        random -> {
          Story story = new Story();
          boolean wanted = false;
          int pins = 0;
          int seen = 0;
          for (int run = 0; run < RUNS; run++) {
            step(story, random, run);
            for (Change change : story.changes().subList(seen, story.changes().size())) {
              wanted |= change instanceof Change.ComparisonWanted;
              pins += change instanceof Change.PinCreated ? 1 : 0;
              pins -= change instanceof Change.PinReleased ? 1 : 0;
              if (change instanceof Change.PinCreated(Pin pin) && pin.slowness() != null) {
                assertTrue(wanted, "a pin that nothing was compared for");
                assertTrue(pin.version().compareTo(pin.slowness().newer()) < 0);
              }
            }
            seen = story.changes().size();
            assertTrue(pins <= 1, "two pins");
            assertEquals(
                story.state().comparison() != null,
                story.performance().isConfirming(),
                "the two states disagree after run " + run);
          }
        });
  }

  @Test
  void replayOfTheChangesAloneLeadsToTheSameState() {
    Seeds.each(
        HISTORIES,
        random -> {
          Story story = new Story();
          for (int run = 0; run < RUNS; run++) {
            step(story, random, run);
          }
          WorkloadState replayed = WorkloadState.unknown(story.state().workload());
          for (Change change : story.changes()) {
            replayed = replayed.apply(change);
          }
          assertEquals(story.state(), replayed);
        });
  }

  private static void step(Story story, Random random, int run) {
    if (run == RUNS / 3) {
      story.rollsOut();
    }
    EngineVersion version = run < RUNS / 3 ? Story.OLD : VERSIONS[random.nextInt(VERSIONS.length)];
    double ratio = version.equals(Story.NEW) ? 1.8 : 1;
    story.code(random.nextInt(50) == 0 ? "other" : "a");
    story.sideEffects(
        random.nextInt(6) == 0 ? SideEffects.MAY_HAVE_WRITTEN : SideEffects.NONE_SEEN);
    story.uses(random.nextInt(6) == 0 ? Map.of() : figures(random, ratio));
    Attempt attempt = story.newRun();
    switch (random.nextInt(12)) {
      case 0 -> {
        story.fails(attempt, version, Category.SYSTEM);
        story.succeeds(attempt.next(), Story.OLD);
      }
      case 1 -> story.later(Duration.ofDays(8)).timersRing();
      case 2 -> story.succeeds(attempt, version).succeeds(attempt, version);
      default -> story.succeeds(attempt, version);
    }
  }

  private static Map<String, Long> figures(Random random, double ratio) {
    double noise = Math.exp(0.1 * random.nextGaussian());
    return Map.of("taskMillis", Math.round(600_000 * ratio * noise));
  }
}
