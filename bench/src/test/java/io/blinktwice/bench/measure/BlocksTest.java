package io.blinktwice.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.bench.measure.Interval.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private static final Metric TIME = new Metric("time", "ms");

  private final List<String> log = new ArrayList<>();

  private final class Scripted implements Subject {
    private final String name;
    private final double[] values;
    private int next;
    private @Nullable Metric pace;

    Scripted(String name, double... values) {
      this.name = name;
      this.values = values;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void warmUp() {
      log.add("warm " + name);
    }

    @Override
    public Optional<Metric> pace() {
      return Optional.ofNullable(pace);
    }

    @Override
    public Map<Metric, Double> block() {
      log.add(name);
      return Map.of(TIME, values[next++]);
    }
  }

  @Test
  void interleavesAfterAWarmUpOfEach() throws Exception {
    Blocks.of(List.of(new Scripted("a", 1, 1, 1), new Scripted("b", 1, 1, 1)), 3, log::add);
    log.removeIf(line -> line.contains("round") || line.contains("warming"));
    assertEquals(List.of("warm a", "warm b", "a", "b", "b", "a", "a", "b"), log);
  }

  @Test
  void aSubjectIsWarmWhenItHasStoppedToGetFaster() throws Exception {
    Scripted rising = new Scripted("a", 1, 2, 4, 8, 8, 8, 7, 7);
    rising.pace = TIME;
    Blocks blocks = Blocks.of(List.of(rising), 2, log::add);
    assertEquals(7, blocks.value("a", TIME).mean(), 1e-9);
    assertEquals(8, rising.next);
  }

  @Test
  void whatNeverStopsToGetFasterIsMeasuredAllTheSame() throws Exception {
    Scripted rising = new Scripted("a", IntStream.range(0, 20).mapToDouble(Math::exp).toArray());
    rising.pace = TIME;
    Blocks.of(List.of(rising), 2, log::add);
    assertEquals(WarmUp.MOST_BLOCKS + 2, rising.next);
  }

  @Test
  void ratiosAreTakenRoundByRound() throws Exception {
    Blocks blocks =
        Blocks.of(
            List.of(
                new Scripted("floor", 1, 10, 100, 1, 10), new Scripted("ours", 2, 20, 200, 2, 20)),
            5,
            log::add);
    Line line = blocks.compared("bench", "ours", "floor", TIME);
    assertEquals("bench.ours.time", line.name());
    Interval ratio = Objects.requireNonNull(line.against()).ratio();
    assertEquals(2, ratio.low(), 1e-9);
    assertEquals(2, ratio.high(), 1e-9);
    assertEquals(Verdict.HIGHER, ratio.verdict());
  }

  @Test
  void theSameTwiceIsInconclusive() {
    Random random = new Random(7);
    List<Double> ratios = random.doubles(6, 0.8, 1.25).boxed().toList();
    assertEquals(Verdict.INCONCLUSIVE, Interval.of(ratios).verdict());
  }

  @Test
  void anIntervalCoversTheTruthAboutAsOftenAsItSays() {
    Random random = new Random(42);
    int covered = 0;
    for (int trial = 0; trial < 2_000; trial++) {
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        values.add(Math.exp(random.nextGaussian()));
      }
      Interval interval = Interval.of(values);
      covered += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
    }
    assertTrue(covered > 1_860 && covered < 1_940, "seed 42: " + covered);
  }

  @Test
  void refusesWhatGivesNoInterval() {
    assertThrows(IllegalArgumentException.class, () -> Interval.of(List.of(1.0)));
    assertThrows(IllegalArgumentException.class, () -> Interval.of(List.of(1.0, 0.0)));
  }
}
