package io.blinktwice.bench;

import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import java.util.List;
import java.util.function.Consumer;

/** A question that is answered by measuring. */
interface Benchmark {
  String name();

  /** What it measures and what it compares with, in a sentence for people. */
  String explanation();

  /** How much it does when nobody says. */
  Effort ordinaryEffort();

  /** Leaves nothing behind, also when its thread is interrupted. */
  List<Line> run(Effort effort, Consumer<String> progress) throws Exception;
}
