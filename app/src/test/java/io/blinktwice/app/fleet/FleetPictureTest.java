package io.blinktwice.app.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetPictureTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static FleetPicture.Ended ended(
      String workload,
      int attempt,
      String version,
      boolean succeeded,
      boolean retried,
      int second) {
    return new FleetPicture.Ended(
        "etl",
        workload,
        "w1:" + workload,
        attempt,
        version,
        succeeded,
        retried,
        START.plusSeconds(second));
  }

  @Test
  void aWorkloadCountsForTheVersionThatItRanOnLast() {
    FleetPicture picture = new FleetPicture(10, 10);
    picture.ended(ended("a", 1, "4.2.0", false, true, 0));
    picture.ended(ended("a", 2, "3.5.7", true, false, 1));
    picture.ended(ended("b", 1, "4.2.0", false, false, 2));
    FleetPicture.Summary summary = picture.summary("etl").orElseThrow();
    assertEquals(Map.of("3.5.7", 1L, "4.2.0", 1L), summary.workloads());
    assertEquals(3, summary.ended());
    assertEquals(1, summary.rescued());
    assertEquals(1, summary.failedForGood());
    assertTrue(picture.summary("other").isEmpty());
  }

  @Test
  void pagesGoThroughAllNamesOnceInTheirOrder() {
    FleetPicture picture = new FleetPicture(100, 10);
    for (int i = 99; i >= 0; i--) {
      picture.ended(ended("job-%02d".formatted(i), 1, i % 2 == 0 ? "x" : "y", true, false, i));
    }
    String after = null;
    Set<String> seen = new HashSet<>();
    String last = "";
    while (true) {
      List<FleetPicture.Seen> page = picture.workloads("etl", "JOB", "x", after, 7);
      if (page.isEmpty()) {
        break;
      }
      for (FleetPicture.Seen one : page) {
        assertTrue(one.workload().compareTo(last) > 0, one.workload() + " after " + last);
        last = one.workload();
        seen.add(last);
      }
      after = page.getLast().fingerprint();
    }
    assertEquals(50, seen.size());
    assertEquals(List.of(), picture.workloads("another", null, null, null, 5));
  }

  @Test
  void whateverComesItStaysWithinItsBoundsAndCountsEachWorkloadOnce() {
    for (long seed = 1; seed <= 30; seed++) {
      Random random = new Random(seed);
      FleetPicture picture = new FleetPicture(20, 3);
      Map<String, String> newest = new HashMap<>();
      for (int i = 0; i < 2_000; i++) {
        String workload = "w" + random.nextInt(15);
        String version = "v" + random.nextInt(4);
        picture.ended(ended(workload, 1, version, random.nextBoolean(), false, i * 60));
        newest.put(workload, version);
      }
      Map<String, Long> expected = new HashMap<>();
      newest.values().forEach(version -> expected.merge(version, 1L, Long::sum));
      FleetPicture.Summary summary = picture.summary("etl").orElseThrow();
      assertEquals(expected, summary.workloads(), "seed " + seed);
      assertTrue(summary.spans().size() <= VersionsOverTime.MOST_SPANS, "seed " + seed);
      assertEquals(expected, summary.spans().getLast().workloads(), "seed " + seed);
      assertEquals(
          2_000,
          summary.spans().stream()
              .flatMap(span -> span.runs().values().stream())
              .mapToLong(n -> n)
              .sum(),
          "seed " + seed);
    }
  }

  @Test
  void theOldestAreForgottenAndThatIsSaid() {
    FleetPicture picture = new FleetPicture(5, 10);
    for (int i = 0; i < 8; i++) {
      picture.ended(ended("w" + i, 1, "x", true, false, i));
    }
    assertEquals(3, picture.forgotten());
    assertEquals(Map.of("x", 5L), picture.summary("etl").orElseThrow().workloads());
    assertEquals("w3", picture.workloads("etl", null, null, null, 1).getFirst().workload());
  }

  @Test
  void whatIsLateCountsInTheSpanOfItsTime() {
    VersionsOverTime overTime = new VersionsOverTime();
    overTime.ended(START, "x", true, Map.of("x", 1L));
    overTime.ended(START.plusSeconds(100), "y", true, Map.of("y", 1L));
    overTime.ended(START.plusSeconds(3), "x", false, Map.of("x", 1L));
    assertEquals(Map.of("x", 2L), overTime.spans().getFirst().runs());
    assertEquals(Map.of("x", 1L), overTime.spans().getFirst().failed());
    assertEquals(Map.of("x", 1L), overTime.spans().getLast().workloads());
  }
}
