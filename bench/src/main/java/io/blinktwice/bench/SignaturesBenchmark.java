package io.blinktwice.bench;

import io.blinktwice.bench.classifier.Pairs;
import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** {@code signatures}: whether one bug has one signature in both releases, and two have two. */
final class SignaturesBenchmark implements Benchmark {
  @Override
  public String name() {
    return "signatures";
  }

  @Override
  public String explanation() {
    return "generated pairs of failures in the forms of 3.5.7 and 4.2.0 with other values, lines"
        + " and wrapping: share of equal signatures that are one bug (precision) and of one bug's"
        + " pairs that are equal (recall). Bar: 95 % each.";
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(5, Duration.ofSeconds(1));
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    Pairs pairs = new Pairs();
    Blocks blocks = Blocks.of(List.of(pairs), effort.blocks(), progress);
    return List.of(
        blocks.alone(name(), pairs.name(), Pairs.PRECISION),
        blocks.alone(name(), pairs.name(), Pairs.RECALL));
  }
}
