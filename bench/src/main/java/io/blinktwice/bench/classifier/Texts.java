package io.blinktwice.bench.classifier;

import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.knowledge.BuiltIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Failures of one length, judged one after the other on this thread. */
public final class Texts implements Subject {
  public static final Metric PER_SECOND = new Metric("rate", "texts/s");
  public static final Metric P99 = new Metric("p99", "ms");

  private static final int DIFFERENT = 64;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double TAIL = 0.99;
  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final List<String> SAID =
      List.of(
          "org.apache.spark.SparkException: Job aborted due to stage failure: Task %d in stage %d.0"
              + " failed 4 times, most recent failure: Lost task 0.3 in stage 0.0 (TID 7):"
              + " java.io.IOException: No space left on device\n",
          "py4j.protocol.Py4JJavaError: An error occurred while calling o%d.save.\n:"
              + " java.lang.NullPointerException: value %d\n",
          "org.apache.spark.sql.AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column"
              + " `c%d` cannot be resolved. Did you mean `c%d`? SQLSTATE: 42703\n");
  private static final String FRAME =
      "\tat org.apache.spark.sql.execution.datasources.v2.Scan%d.compute(Scan.scala:%d)\n";
  private static final String CAUSE =
      "Caused by: org.apache.iceberg.exceptions.RuntimeIOException: read of part-%d took %d ms\n";

  private final String name;
  private final List<Failure> failures;
  private final Duration perBlock;
  private final Classifier classifier = BuiltIn.classifier();

  public Texts(String name, int length, Duration perBlock) {
    this.name = name;
    this.perBlock = perBlock;
    Random random = new Random(length);
    List<Failure> made = new ArrayList<>();
    for (int i = 0; i < DIFFERENT; i++) {
      made.add(Failure.ofText(text(random, length)));
    }
    this.failures = List.copyOf(made);
  }

  /** A stack like those of failures: a fifth of its lines say something. */
  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder(SAID.get(random.nextInt(SAID.size())));
    while (text.length() < length) {
      text.append(random.nextInt(5) == 0 ? CAUSE : FRAME);
    }
    String filled = text.toString().replace("%d", String.valueOf(random.nextInt(1, 999)));
    return filled.substring(0, Math.min(length, filled.length()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void warmUp() {
    run(WARM_UP);
  }

  @Override
  public Map<Metric, Double> block() {
    long[] taken = run(perBlock);
    double all = Arrays.stream(taken).sum() / NANOS_PER_SECOND;
    Arrays.sort(taken);
    return Map.of(
        PER_SECOND,
        taken.length / all,
        P99,
        taken[(int) Math.min(taken.length - 1, taken.length * TAIL)] / NANOS_PER_MILLI);
  }

  private long[] run(Duration length) {
    long[] taken = new long[1 << 12];
    int count = 0;
    long end = System.nanoTime() + length.toNanos();
    for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
      if (classifier.classify(failures.get(count % DIFFERENT)).reasons().isEmpty()) {
        throw new IllegalStateException("a classification has a reason");
      }
      if (count == taken.length) {
        taken = Arrays.copyOf(taken, 2 * count);
      }
      taken[count++] = System.nanoTime() - before;
    }
    return Arrays.copyOf(taken, count);
  }
}
