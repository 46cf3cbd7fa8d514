package io.blinktwice.classifier.retraining;

import io.blinktwice.classifier.decision.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Moves a model's weights by lessons that only say "this class" or "not this class".
 *
 * <p>Gradient descent on the multinomial log loss. Where a lesson says "not", the wanted odds are
 * the model's own without that class, so that nothing is claimed about the others. Each pass draws
 * every touched weight back to where it started.
 */
final class Adaptation {
  private static final int PASSES = 8;
  private static final double RATE = 4.0;
  private static final double BACK = 0.02;

  private final Model start;
  private final int wanted;
  private final List<Lesson> lessons = new ArrayList<>();

  private record Lesson(
      long[] keys, double[] shares, double[] beside, boolean isWanted, double weight) {}

  Adaptation(Model start, int wanted) {
    this.start = start;
    this.wanted = wanted;
  }

  /**
   * One more lesson.
   *
   * @param whole odds that the whole classifier gave: what its rules say beside the model counts
   *     while it learns, too
   */
  void show(List<String> features, double[] whole, boolean isWanted, double weight) {
    long[] keys = features.stream().mapToLong(Model::key).toArray();
    double[] alone = start.probabilities(features);
    double[] beside = new double[alone.length];
    for (int c = 0; c < beside.length; c++) {
      beside[c] = atLeast(whole[c]) / atLeast(alone[c]);
    }
    lessons.add(new Lesson(keys, Model.shares(features), beside, isWanted, weight));
  }

  private static double atLeast(double odds) {
    return Math.max(1e-6, odds);
  }

  Model model() {
    SortedMap<Long, float[]> from = start.weights();
    Map<Long, double[]> moved = new HashMap<>();
    for (int pass = 0; pass < PASSES; pass++) {
      for (Lesson lesson : lessons) {
        step(lesson, from, moved, RATE / (1 + pass));
      }
      moved.values().forEach(Adaptation::drawBack);
    }
    TreeMap<Long, float[]> weights = new TreeMap<>(from);
    moved.forEach((key, by) -> weights.put(key, sum(from.get(key), by)));
    return Model.of(start.classes(), weights, start.biases(), start.temperature());
  }

  private void step(
      Lesson lesson, Map<Long, float[]> from, Map<Long, double[]> moved, double rate) {
    double[] odds = odds(lesson, from, moved);
    double others = 1 - odds[wanted];
    for (int c = 0; c < odds.length; c++) {
      double target = target(lesson, odds[c], others, c == wanted);
      double pull = rate * lesson.weight() * (target - odds[c]) / start.temperature();
      for (int i = 0; i < lesson.keys().length; i++) {
        moved.computeIfAbsent(lesson.keys()[i], any -> new double[odds.length])[c] +=
            pull * lesson.shares()[i];
      }
    }
  }

  private static double target(Lesson lesson, double odds, double others, boolean isWanted) {
    if (lesson.isWanted()) {
      return isWanted ? 1 : 0;
    }
    return isWanted ? 0 : odds / Math.max(1e-9, others);
  }

  private double[] odds(Lesson lesson, Map<Long, float[]> from, Map<Long, double[]> moved) {
    double[] scores = start.biases();
    for (int i = 0; i < lesson.keys().length; i++) {
      float[] weights = from.get(lesson.keys()[i]);
      double[] by = moved.get(lesson.keys()[i]);
      for (int c = 0; c < scores.length; c++) {
        double weight = (weights == null ? 0 : weights[c]) + (by == null ? 0 : by[c]);
        scores[c] += lesson.shares()[i] * weight;
      }
    }
    double[] odds = Model.softmax(scores, start.temperature());
    double sum = 0;
    for (int c = 0; c < odds.length; c++) {
      odds[c] *= lesson.beside()[c];
      sum += odds[c];
    }
    for (int c = 0; c < odds.length; c++) {
      odds[c] /= sum;
    }
    return odds;
  }

  private static void drawBack(double[] by) {
    for (int c = 0; c < by.length; c++) {
      by[c] *= 1 - BACK;
    }
  }

  private static float[] sum(float @Nullable [] from, double[] by) {
    float[] sum = new float[by.length];
    for (int c = 0; c < sum.length; c++) {
      sum[c] = (float) ((from == null ? 0 : from[c]) + by[c]);
    }
    return sum;
  }
}
