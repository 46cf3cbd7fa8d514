package io.blinktwice.bench.measure;

import java.util.List;

/**
 * A geometric mean and where it lies with 95 % confidence: Student's t over the logarithms, as
 * times and rates are spread by factors and blocks are few.
 */
public record Interval(double mean, double low, double high) {
  /** Two-sided 97.5 % quantiles of Student's t for 1, 2, 3, … degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  public static Interval of(List<Double> values) {
    int n = values.size();
    if (n < 2) {
      throw new IllegalArgumentException("an interval takes at least two values");
    }
    if (values.stream().anyMatch(value -> !(value > 0) || value.isInfinite())) {
      throw new IllegalArgumentException("a value is positive and finite: " + values);
    }
    double mean = values.stream().mapToDouble(Math::log).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> Math.pow(Math.log(v) - mean, 2)).sum();
    double half = T[Math.min(n - 1, T.length) - 1] * Math.sqrt(squares / (n - 1) / n);
    return new Interval(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
  }

  /** Of what was measured once: nothing is known of its spread. */
  public static Interval once(double value) {
    return new Interval(value, value, value);
  }

  Interval dividedBy(double divisor) {
    return new Interval(mean / divisor, low / divisor, high / divisor);
  }

  /** What it says of one: below, above, or neither. */
  Verdict verdict() {
    if (high < 1) {
      return Verdict.LOWER;
    }
    return low > 1 ? Verdict.HIGHER : Verdict.INCONCLUSIVE;
  }

  /** Where a ratio lies. */
  public enum Verdict {
    LOWER,
    HIGHER,
    INCONCLUSIVE
  }
}
