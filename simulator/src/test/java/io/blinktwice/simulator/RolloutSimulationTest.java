package io.blinktwice.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.simulator.RolloutSimulation.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutSimulationTest {
  private static final String LINE =
      "{\"scenario\":\"broken-3\",\"judge\":\"ours\",\"seeds\":\"1..3\",\"falsePa"
          + "use\":0.0000,\"falsePauseLow\":0.0000,\"falsePauseHigh\":0.5615,\"paused\""
          + ":1.0000,\"pausedLow\":0.4385,\"pausedHigh\":1.0000,\"contained\":1.0000,\""
          + "containedLow\":0.4385,\"containedHigh\":1.0000,\"pinned\":1.0000,\"pinnedL"
          + "ow\":0.6097,\"pinnedHigh\":1.0000,\"detectionDelay\":219.0000,\"medianRuns"
          + "\":219.0000,\"medianWorkloads\":88.0000,\"medianHarmed\":2.0000,\"userVisi"
          + "bleFailures\":0.0000,\"hoursToFull\":null,\"hoursHeld\":0.0000,\"efficienc"
          + "y\":1.0000,\"efficiencyLow\":0.7040,\"efficiencyHigh\":1.7959}";

  @Test
  void theSameSeedsGiveTheSameLine() {
    assertEquals(List.of(LINE), lines("broken-3", "ours", 1, 3));
  }

  @Test
  void aSeedFliesAlikeAloneAndInARange() {
    Landing alone = fly(Scenario.BROKEN_1, Judge.OURS, 7);
    fly(Scenario.BROKEN_1, Judge.OURS, 6);
    assertEquals(alone, fly(Scenario.BROKEN_1, Judge.OURS, 7));
  }

  @Test
  void everyJudgeFliesEveryKindOfScenario() {
    for (Judge judge : Judge.values()) {
      for (Scenario scenario : List.of(Scenario.BROKEN_3, Scenario.UNEQUAL_ARMS)) {
        Landing landing = fly(scenario, judge, 1);
        assertTrue(landing.runs() > 0, judge + " in " + scenario);
      }
    }
  }

  @Test
  void ourUsersSeeNoneOfTheFailuresThatOthersLetThrough() {
    assertEquals(0, fly(Scenario.BROKEN_3, Judge.OURS, 1).userVisible());
    assertTrue(fly(Scenario.BROKEN_3, Judge.THRESHOLD, 1).userVisible() > 0);
  }

  @Test
  void aBrokenWorkspaceIsPinnedAndTheFleetGoesOn() {
    Landing landing = fly(Scenario.CONFINED, Judge.OURS_FULL, 1);
    assertTrue(landing.contained());
    assertEquals(landing.brokenSeen(), landing.brokenPinned());
    assertTrue(landing.fullAt() < Flight.HOURS);
  }

  /** The fleet is on the release for hours by then: no old arm is left to be told from. */
  @Test
  void aLateBreakIsPausedAlthoughTheWholeFleetRunsTheRelease() {
    Landing landing = fly(Scenario.LATE, Judge.OURS_FULL, 1);
    assertTrue(landing.fullAt() < Scenario.LATE_HOUR);
    assertTrue(landing.paused());
    assertTrue(landing.runsSinceBreak() < 12_000, "within two hours: " + landing);
    assertEquals(0, landing.userVisible());
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThrows(IllegalArgumentException.class, () -> lines("sunny", "ours", 1, 1));
    assertThrows(IllegalArgumentException.class, () -> lines("healthy", "nobody", 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Request("healthy", "ours", 2, 1));
  }

  private static Landing fly(Scenario scenario, Judge judge, long seed) {
    Flight flight = new Flight(scenario, seed);
    return flight.fly(judge.pilot(scenario, flight.fleet()));
  }

  private static List<String> lines(String scenario, String judge, long first, long last) {
    List<String> lines = new ArrayList<>();
    RolloutSimulation.run(new Request(scenario, judge, first, last), lines::add, progress -> {});
    return lines;
  }
}
