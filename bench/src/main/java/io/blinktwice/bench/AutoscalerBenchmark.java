package io.blinktwice.bench;

import io.blinktwice.bench.autoscaler.ManyPools;
import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** {@code autoscaler}: how long it takes to plan a thousand pools, and how much is heard. */
final class AutoscalerBenchmark implements Benchmark {
  private static final int POOLS = 1_000;

  @Override
  public String name() {
    return "autoscaler";
  }

  @Override
  public String explanation() {
    return "%,d pools of four clusters on one core, without Kafka: what a beat of ten seconds takes"
            .formatted(POOLS)
        + " to decide about all of them with their states written, events/s heard, state of a"
        + " pool.";
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(5, Duration.ofSeconds(2));
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    ManyPools pools = new ManyPools(POOLS, effort.perBlock());
    Blocks blocks = Blocks.of(List.of(pools), effort.blocks(), progress);
    return List.of(
        blocks.alone(name(), pools.name(), ManyPools.BEAT),
        blocks.alone(name(), pools.name(), ManyPools.HEARD),
        blocks.alone(name(), pools.name(), ManyPools.STATE));
  }
}
