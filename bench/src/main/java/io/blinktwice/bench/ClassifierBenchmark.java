package io.blinktwice.bench;

import io.blinktwice.bench.classifier.Texts;
import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code classifier}: how many failures a core judges, and how long one takes at worst. */
final class ClassifierBenchmark implements Benchmark {
  private static final String BARRED = "8-KiB";
  private static final double BAR = 1;

  @Override
  public String name() {
    return "classifier";
  }

  @Override
  public String explanation() {
    return "failures of 1, 8 and 64 KiB, judged by rules and models on one core, one after the"
        + " other: texts/s and the 99th percentile. Bar: %.0f ms at 8 KiB.".formatted(BAR);
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(5, Duration.ofSeconds(2));
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    Duration block = effort.perBlock();
    List<Texts> texts =
        List.of(
            new Texts("1-KiB", 1 << 10, block),
            new Texts(BARRED, 8 << 10, block),
            new Texts("64-KiB", 64 << 10, block));
    Blocks blocks = Blocks.of(texts, effort.blocks(), progress);
    List<Line> lines = new ArrayList<>();
    for (Texts each : texts) {
      lines.add(blocks.alone(name(), each.name(), Texts.PER_SECOND));
      lines.add(
          each.name().equals(BARRED)
              ? Line.withBar(
                  Blocks.name(name(), each.name(), Texts.P99),
                  Texts.P99.unit(),
                  blocks.value(each.name(), Texts.P99),
                  BAR)
              : blocks.alone(name(), each.name(), Texts.P99));
    }
    return lines;
  }
}
