package io.blinktwice.router.placement.size.decision;

import io.blinktwice.router.placement.size.decision.PlanFeatures.Trait;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Core-seconds from the features of a plan: a ridge regression of logarithms that learns from each
 * completion as it comes (recursive least squares). It guesses plans that were never seen from
 * those that look like them.
 */
final class FeatureModel {
  /** One for each trait, one for the bytes of its tables, one for whether they are known, one. */
  static final int WIDTH = Trait.values().length + 3;

  /** How strongly weights are held at nought until something was learnt. */
  private static final double RIDGE = 0.3;

  /** Old completions fade: about the last thousand count. */
  private static final double MEMORY = 0.999;

  /** Nothing is foretold beyond this factor of what has been seen. */
  private static final double MARGIN = Math.log(8);

  private final double[] weights = new double[WIDTH];
  private final double[][] spread = new double[WIDTH][WIDTH];
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private int seen;

  FeatureModel() {
    for (int i = 0; i < WIDTH; i++) {
      spread[i][i] = 1 / RIDGE;
    }
  }

  int seen() {
    return seen;
  }

  static double[] inputs(PlanFeatures plan, double tableBytes) {
    double[] inputs = new double[WIDTH];
    int at = 0;
    for (Trait trait : Trait.values()) {
      inputs[at++] = scaled(trait, plan.count(trait));
    }
    inputs[at++] = tableBytes > 0 ? Math.log1p(tableBytes / 1e6) : 0;
    inputs[at++] = tableBytes > 0 ? 1 : 0;
    inputs[at] = 1;
    return inputs;
  }

  private static double scaled(Trait trait, double count) {
    double value = Math.log1p(Math.max(0, count));
    return switch (trait) {
      // Below a hundred thousand rows nothing takes longer than starting does.
      case RANGE_ROWS, LARGEST_NUMBER -> Math.log1p(Math.max(0, count) / 1e5);
      case LOCAL_BYTES, PLAN_BYTES -> value / 4;
      default -> value;
    };
  }

  double predictLog(double[] inputs) {
    double sum = 0;
    for (int i = 0; i < WIDTH; i++) {
      sum += weights[i] * inputs[i];
    }
    return seen == 0 ? sum : Math.clamp(sum, least - MARGIN, most + MARGIN);
  }

  void learn(double[] inputs, double log) {
    double[] gain = new double[WIDTH];
    double scale = MEMORY;
    double error = log;
    for (int i = 0; i < WIDTH; i++) {
      double sum = 0;
      for (int j = 0; j < WIDTH; j++) {
        sum += spread[i][j] * inputs[j];
      }
      gain[i] = sum;
      scale += sum * inputs[i];
      error -= weights[i] * inputs[i];
    }
    for (int i = 0; i < WIDTH; i++) {
      weights[i] += gain[i] / scale * error;
      for (int j = 0; j < WIDTH; j++) {
        // What was not asked for lately does not become uncertain without bound.
        spread[i][j] = Math.clamp((spread[i][j] - gain[i] * gain[j] / scale) / MEMORY, -1e3, 1e3);
      }
    }
    least = Math.min(least, log);
    most = Math.max(most, log);
    seen++;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(seen);
    out.writeDouble(least);
    out.writeDouble(most);
    for (int i = 0; i < WIDTH; i++) {
      out.writeDouble(weights[i]);
      for (int j = 0; j < WIDTH; j++) {
        out.writeDouble(spread[i][j]);
      }
    }
  }

  static FeatureModel read(DataInput in) throws IOException {
    FeatureModel read = new FeatureModel();
    read.seen = in.readInt();
    read.least = in.readDouble();
    read.most = in.readDouble();
    for (int i = 0; i < WIDTH; i++) {
      read.weights[i] = in.readDouble();
      for (int j = 0; j < WIDTH; j++) {
        read.spread[i][j] = in.readDouble();
      }
    }
    return read;
  }
}
