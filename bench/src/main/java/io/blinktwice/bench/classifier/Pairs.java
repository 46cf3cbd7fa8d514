package io.blinktwice.bench.classifier;

import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.knowledge.BuiltIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Pairs of failures, half of them of one bug: do signatures say the same of them? */
public final class Pairs implements Subject {
  public static final Metric PRECISION = new Metric("precision", "%");
  public static final Metric RECALL = new Metric("recall", "%");

  private static final int PAIRS = 2_000;
  private static final double PERCENT = 100;

  private final Random random = new Random(20_260_101);

  /** Of one bug or of two, and whether the signatures agree. */
  private record Pair(boolean oneBug, boolean oneSignature) {}

  @Override
  public String name() {
    return "3.5.7-and-4.2.0";
  }

  @Override
  public void warmUp() {
    pair();
  }

  @Override
  public Map<Metric, Double> block() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      pairs.add(pair());
    }
    double both = pairs.stream().filter(each -> each.oneBug() && each.oneSignature()).count();
    return Map.of(
        PRECISION,
        PERCENT * both / pairs.stream().filter(Pair::oneSignature).count(),
        RECALL,
        PERCENT * both / pairs.stream().filter(Pair::oneBug).count());
  }

  private Pair pair() {
    int one = random.nextInt(Bugs.count());
    int other = random.nextBoolean() ? one : random.nextInt(Bugs.count());
    String then = signature(Bugs.number(one).inOldForm(random));
    String now = signature(Bugs.number(other).inNewForm(random));
    return new Pair(one == other, then.equals(now));
  }

  private static String signature(String text) {
    return BuiltIn.classifier().classify(Failure.ofText(text)).signature();
  }
}
