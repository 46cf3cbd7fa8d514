package io.blinktwice.bench;

import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.placement.Decisions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code placement}: how long it takes to decide where work goes. */
final class PlacementBenchmark implements Benchmark {
  private static final int MANY = 1000;
  private static final double BAR = 100;

  @Override
  public String name() {
    return "placement";
  }

  @Override
  public String explanation() {
    return "work placed on 8, 64 and %,d clusters with 10 pieces in flight each, by processor time:"
            .formatted(MANY)
        + " decisions/s of one core, ends of work included, and the 99th percentile of one. Bar: %.0f us at %,d."
            .formatted(BAR, MANY);
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(5, Duration.ofSeconds(2));
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    Duration block = effort.perBlock();
    Decisions many = new Decisions(MANY, block);
    List<Decisions> all = List.of(new Decisions(8, block), new Decisions(64, block), many);
    Blocks blocks = Blocks.of(all, effort.blocks(), progress);
    List<Line> lines = new ArrayList<>();
    for (Decisions each : all) {
      lines.add(blocks.alone(name(), each.name(), Decisions.PER_SECOND));
      lines.add(
          each.equals(many)
              ? Line.withBar(
                  Blocks.name(name(), each.name(), Decisions.P99),
                  Decisions.P99.unit(),
                  blocks.value(each.name(), Decisions.P99),
                  BAR)
              : blocks.alone(name(), each.name(), Decisions.P99));
    }
    return lines;
  }
}
