package io.blinktwice.simulator.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizingSimulationTest {
  @TempDir static Path folder;

  @Test
  void nobodySeesOutOfMemoryWhereTheLargestSizeFitsAndTheCostIsBounded() {
    String line = one("ours", null);
    assertEquals(0, number(line, "surfaced"));
    assertTrue(number(line, "costRatio") <= 1.25, line);
    assertTrue(number(line, "hidden") <= 0.05, line);
  }

  @Test
  void tasksOfATraceAreRead() throws IOException {
    Path trace = folder.resolve("tasks.csv");
    StringBuilder csv = new StringBuilder("workload,input bytes,peak bytes,seconds\n");
    for (int task = 0; task < 200; task++) {
      csv.append("w%d,%d,%d,60\n".formatted(task % 3, 1000 + task, 500_000_000 + task * 1_000_000));
    }
    Files.writeString(trace, csv);
    assertEquals(200, number(one("ours", trace), "runs"));
    assertEquals(0, number(one("max-of-30", trace), "surfaced"));
  }

  @Test
  void theCurveChoosesWellFromThreeRuns() {
    List<String> lines = new ArrayList<>();
    PriceSimulation.run(5, 5, lines::add);
    assertTrue(number(lines.getFirst(), "medianError") <= 0.1, lines.getFirst());
    assertTrue(number(lines.getFirst(), "costRatio") <= 1.05, lines.getFirst());
  }

  private static String one(String policy, @org.jspecify.annotations.Nullable Path trace) {
    List<String> lines = new ArrayList<>();
    MemorySimulation.run(new MemorySimulation.Request(trace, policy, 9, 9), lines::add);
    return lines.getFirst();
  }

  private static double number(String line, String key) {
    Matcher found = Pattern.compile("\"" + key + "\":([0-9.]+)").matcher(line);
    assertTrue(found.find(), line);
    return Double.parseDouble(found.group(1));
  }
}
