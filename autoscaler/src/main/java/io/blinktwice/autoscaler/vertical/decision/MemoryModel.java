package io.blinktwice.autoscaler.vertical.decision;

import java.util.Arrays;
import java.util.List;

/**
 * What memory a workload is likely to need by its input: the best of three forms, and how far off
 * it was in each of the last runs.
 *
 * @param predicted bytes, for the input that was asked about
 * @param ratios needed by predicted, of each run, newest first
 * @param weights how much each of them counts
 */
record MemoryModel(double predicted, double[] ratios, double[] weights) {
  private static final double OLDER = 0.975;
  private static final double LEAST = 1;

  /** What an out-of-memory run needed at least, beyond what it had, as long as nothing is known. */
  private static final double MORE = 1.25;

  private enum Form {
    CONSTANT,
    LINEAR,
    POWER
  }

  /** Newest run first. */
  static MemoryModel of(List<MeasuredPeak> runs, double inputBytes) {
    int count = runs.size();
    double[] weights = new double[count];
    double[] needed = new double[count];
    double[] input = new double[count];
    double weight = 1;
    for (int at = 0; at < count; at++) {
      MeasuredPeak run = runs.get(at);
      weights[at] = weight;
      weight *= OLDER;
      needed[at] = run.peakBytes() * (run.outOfMemory() ? MORE : 1);
      input[at] = run.inputBytes();
    }
    MemoryModel best = null;
    double least = Double.MAX_VALUE;
    for (Form form : Form.values()) {
      double[] line = fit(form, input, needed, weights);
      double[] ratios = new double[count];
      double error = 0;
      for (int at = 0; at < count; at++) {
        ratios[at] = needed[at] / at(form, line, input[at]);
        error += weights[at] * Math.abs(Math.log(ratios[at]));
      }
      if (error < least * (form == Form.CONSTANT ? 1 : 0.97)) {
        least = error;
        double asked = inputBytes > 0 ? inputBytes : mean(input, weights);
        best = new MemoryModel(at(form, line, asked), ratios, weights);
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("there is no run to learn from");
    }
    return best;
  }

  private static double at(Form form, double[] line, double input) {
    double value =
        switch (form) {
          case CONSTANT -> Math.exp(line[0]);
          case LINEAR -> line[0] + line[1] * input;
          case POWER -> Math.exp(line[0] + line[1] * Math.log(input + 1));
        };
    return Math.max(LEAST, Math.min(value, Double.MAX_VALUE / 1e6));
  }

  private static double[] fit(Form form, double[] input, double[] needed, double[] weights) {
    double[] x = input.clone();
    double[] y = needed.clone();
    if (form != Form.LINEAR) {
      Arrays.setAll(x, at -> Math.log(input[at] + 1));
      Arrays.setAll(y, at -> Math.log(needed[at]));
    }
    double meanX = mean(x, weights);
    double meanY = mean(y, weights);
    if (form == Form.CONSTANT) {
      return new double[] {meanY, 0};
    }
    double xy = 0;
    double xx = 0;
    for (int at = 0; at < x.length; at++) {
      xy += weights[at] * (x[at] - meanX) * (y[at] - meanY);
      xx += weights[at] * (x[at] - meanX) * (x[at] - meanX);
    }
    double slope = xx > 1e-12 * (1 + meanX * meanX) ? Math.max(0, xy / xx) : 0;
    return new double[] {meanY - slope * meanX, slope};
  }

  private static double mean(double[] values, double[] weights) {
    double sum = 0;
    double all = 0;
    for (int at = 0; at < values.length; at++) {
      sum += weights[at] * values[at];
      all += weights[at];
    }
    return all > 0 ? sum / all : 0;
  }

  /** The chance that a run needs more. */
  double exceeds(double bytes) {
    double more = 0;
    double all = 0;
    for (int at = 0; at < ratios.length; at++) {
      more += ratios[at] * predicted > bytes ? weights[at] : 0;
      all += weights[at];
    }
    double effective = Math.min(ratios.length, all);
    return (more / all * effective + 0.5) / (effective + 1);
  }
}
