package io.blinktwice.simulator.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.simulator.performance.PerformanceSimulation.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PerformanceSimulationTest {
  @Test
  void theSameSeedsGiveTheSameLine() {
    assertEquals(lines("fleet", "one-run"), lines("fleet", "one-run"));
  }

  @Test
  void everyScenarioAndJudgeHasALine() {
    List<String> lines = lines("all", "three-sigma");
    assertEquals(Scenario.values().length, lines.size());
    assertTrue(lines.getFirst().startsWith("{\"scenario\":\"healthy\",\"judge\":\"three-sigma\""));
  }

  @Test
  void oursFindsWhatTakesTwiceAsLongAndSparesTheHealthy() {
    int found = 0;
    int wrong = 0;
    SplittableRandom random = new SplittableRandom(7);
    for (int workload = 0; workload < 40; workload++) {
      found += pinned(Scenario.SLOWER_100, random) ? 1 : 0;
      wrong += pinned(Scenario.HEALTHY, random) ? 1 : 0;
    }
    assertTrue(found >= 38, found + " of 40 found");
    assertTrue(wrong <= 2, wrong + " of 40 pinned wrongly");
  }

  @Test
  void unknownNamesAreRefusedWithThoseThatThereAre() {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> lines("slow", "ours")).getMessage());
    assertTrue(message.contains("slower-30"), message);
  }

  private static boolean pinned(Scenario scenario, SplittableRandom random) {
    return Watched.of(new SimulatedWorkload(scenario, random.split()), Judge.OURS.watcher())
        .pinned();
  }

  private static List<String> lines(String scenario, String judge) {
    List<String> lines = new ArrayList<>();
    PerformanceSimulation.run(new Request(scenario, judge, 1, 1), lines::add, progress -> {});
    return lines;
  }
}
