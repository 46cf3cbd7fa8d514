package io.blinktwice.bench;

import io.blinktwice.bench.hop.Floors;
import io.blinktwice.bench.hop.Hop;
import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.rollout.JudgedRuns;
import io.blinktwice.bench.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** {@code rollout}: what the judge of roll-outs takes, against the bare exactly-once hop. */
final class RolloutBenchmark implements Benchmark {
  @Override
  public String name() {
    return JudgedRuns.NAME;
  }

  @Override
  public String explanation() {
    return "one broker, 4 partitions: events/s that the roll-out role works off (three records a"
        + " run) against the bare exactly-once hop of 'hop', with %,d under way. The bar is 0.6."
            .formatted(Hop.UNDER_WAY);
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(6, Duration.ofSeconds(4));
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    try (Trial trial = Trial.ordinary()) {
      progress.accept("starting a broker");
      trial.installation().startBackboneOnly();
      try (Floors floors = new Floors(trial, effort.perBlock());
          JudgedRuns judged =
              new JudgedRuns(
                  trial.installation().addresses().kafka(),
                  trial.folder().resolve(JudgedRuns.NAME),
                  effort.perBlock())) {
        Blocks blocks = Blocks.of(List.of(floors.exactlyOnce(), judged), effort.blocks(), progress);
        return List.of(
            blocks.alone(name(), Floors.EXACTLY_ONCE, Hop.THROUGHPUT),
            blocks.compared(name(), JudgedRuns.NAME, Floors.EXACTLY_ONCE, Hop.THROUGHPUT));
      }
    }
  }
}
