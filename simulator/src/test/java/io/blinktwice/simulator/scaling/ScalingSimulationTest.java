package io.blinktwice.simulator.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingSimulationTest {
  @TempDir static Path folder;

  @Test
  void theOptimumIsAsCheapAsTheBestOfAllWaysToBridgeGaps() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      int[] demand = random.ints(30, 0, 9).toArray();
      int cold = 1 + random.nextInt(6);
      double expected = 0;
      for (int level = 1; level <= 2; level++) {
        expected += cheapest(demand, level, cold);
      }
      assertEquals(expected * Load.TICK_SECONDS, Optimum.serverSeconds(demand, 0, 4, cold), 1e-9);
    }
  }

  /** By dynamic programming; a start before the first tick is not counted. */
  private static double cheapest(int[] demand, int level, int cold) {
    double on = 1e9;
    double off = 0;
    boolean started = false;
    for (int tick = 0; tick < demand.length; tick++) {
      boolean needed = Optimum.servers(demand[tick], 4) >= level;
      double start = started ? cold : Math.min(cold, tick);
      double nextOn = Math.min(on, off + start) + 1;
      off = needed ? 1e9 : Math.min(off, on);
      on = nextOn;
      started |= needed;
    }
    return Math.min(on, off);
  }

  @Test
  void printsALineWithTheKeysThatWereAgreed() throws IOException {
    Path trace = folder.resolve("trace.csv");
    StringBuilder csv = new StringBuilder("timestamp,value\n");
    for (int at = 0; at < 96; at++) {
      csv.append(
          "2026-01-0%d %02d:%02d:00,%d\n"
              .formatted(1 + at / 48, at / 2 % 24, at % 2 * 30, 20 + at % 48));
    }
    Files.writeString(trace, csv);
    List<String> lines = new ArrayList<>();
    ScalingSimulation.run(
        new ScalingSimulation.Request("S1", trace, "spark-dynamic", 30, 0.01, 1, 1),
        lines::add,
        said -> {});
    assertEquals(1, lines.size());
    assertTrue(
        lines
            .getFirst()
            .matches(
                "\\{\"scenario\":\"trace:trace.csv\",\"policy\":\"spark-dynamic\",\"knob\":\"spare"
                    + " [0-9.]+\",\"coldStart\":\"30s\",\"costRatio\":[0-9.]+,\"late\":[0-9.]+,"
                    + "\"p99Wait\":[0-9.]+,\"actionsPerDay\":[0-9.]+,\"reversalsPerHour\":[0-9.]+,"
                    + "\"slack\":[0-9.]+}"),
        lines.getFirst());
  }

  @Test
  void ourPolicyKeepsTheObjectiveOnADayThatItLearned() {
    Load.Shape shape = Shapes.steps(3);
    Load load =
        Load.of(
            new Load.Shape(
                "short",
                java.util.Arrays.copyOf(shape.concurrency(), 3 * 17_280),
                2 * 17_280,
                shape.meanSeconds(),
                shape.sigma(),
                0),
            3);
    PoolSimulation.Fared fared = PoolSimulation.of(load, 36, Faults.NONE, new Ours(0.01), 3);
    double optimum = Optimum.serverSeconds(load.demand(), 2 * 17_280, 4, 36);
    assertTrue(fared.late() <= 0.03, "late " + fared.late());
    assertTrue(fared.serverSeconds() <= 2 * optimum, "ratio " + fared.serverSeconds() / optimum);
  }

  @Test
  void saysWhatIsWrongWithATrace() throws IOException {
    Path trace = folder.resolve("wrong.csv");
    Files.writeString(trace, "timestamp,value\n2026-01-01 00:00:00,5\nnever,7\n");
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> Trace.of(trace));
    assertTrue(String.valueOf(wrong.getMessage()).contains("line 3"), wrong.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new ScalingSimulation.Request("S1", null, "ours", 30, 1.5, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Competitor.of("nobody"));
    assertThrows(IllegalArgumentException.class, () -> Scenario.of("S4"));
  }
}
