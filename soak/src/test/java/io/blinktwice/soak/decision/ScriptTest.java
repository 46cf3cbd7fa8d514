package io.blinktwice.soak.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static final int RUNS = 20_000;

  @Test
  void saysTheSameForTheSameSeed() {
    assertEquals(new Script(5, 100).run(777), new Script(5, 100).run(777));
  }

  @Test
  void hasRunsOfEveryKind() {
    List<Run> runs = IntStream.range(0, RUNS).mapToObj(new Script(5, 100)::run).toList();
    assertShare(0.05, runs.stream().filter(Run::blinks).count());
    assertShare(0.02, runs.stream().filter(Run::reportedTwice).count());
    assertShare(0.002, runs.stream().filter(Run::poisoned).count());
  }

  private static void assertShare(double wanted, long count) {
    double share = (double) count / RUNS;
    assertTrue(share > wanted / 2 && share < wanted * 2, share + " instead of " + wanted);
  }

  @Test
  void countsTheRunsOfAWorkloadAsTheyAre() {
    Script script = new Script(5, 7);
    int sent = 300;
    Map<String, Integer> counted = new HashMap<>();
    for (int run = 0; run < sent; run++) {
      counted.merge(script.run(run).workload(), 1, Integer::sum);
    }
    for (int run = 0; run < sent; run++) {
      assertEquals(counted.get(script.run(run).workload()), script.runsOfTheWorkloadOf(run, sent));
    }
  }

  @Test
  void anEventIsKnownByItsId() {
    Event event = new Event(12, Part.SECOND_END);
    assertEquals(Optional.of(event), Event.of(event.id()));
    assertEquals(Optional.empty(), Event.of("soak-1-9"));
    assertEquals(Optional.empty(), Event.of("dead-x-1@2"));
  }

  @Test
  void everyThreeRoundsHaveEachKindOfDisturbance() {
    List<Disturbance> plan = DisturbancePlan.drawn(new Random(9), 30, 2, 3);
    assertEquals(30, plan.size());
    for (int first = 0; first < 30; first += 3) {
      Set<Class<?>> kinds = new HashSet<>();
      plan.subList(first, first + 3).forEach(each -> kinds.add(each.getClass()));
      assertEquals(3, kinds.size(), plan.toString());
    }
    assertEquals(plan, DisturbancePlan.drawn(new Random(9), 30, 2, 3));
  }

  @Test
  void aStopOutlastsTheSession() {
    DisturbancePlan.drawn(new Random(9), 90, 2, 1).stream()
        .filter(Disturbance.SuspendInstance.class::isInstance)
        .map(Disturbance.SuspendInstance.class::cast)
        .forEach(
            stop -> assertTrue(stop.length().compareTo(Duration.ofSeconds(13)) > 0, "" + stop));
  }
}
