package io.blinktwice.rollout.judge.decision;

import java.util.Locale;

/**
 * How often a healthy release may be paused, and which evidence may spend how much of that.
 *
 * <p>First failures and late changes are weighed in one wealth that starts at 1: by Ville's
 * inequality a healthy release takes it to 1/a with probability at most a. Performance is judged by
 * other events of the same workloads, so it has a part of α of its own (union bound).
 */
public record AlphaBudget(
    double alpha, double firstFailures, double lateChange, double performance) {
  public static final AlphaBudget DEFAULT = new AlphaBudget(0.01, 0.86, 0.1, 0.04);

  public AlphaBudget {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha lies in (0, 1), not " + alpha);
    }
    boolean negative = firstFailures < 0 || lateChange < 0 || performance < 0;
    if (negative || Math.abs(firstFailures + lateChange + performance - 1) > 1e-9) {
      throw new IllegalArgumentException("shares of alpha are not negative and add up to 1");
    }
  }

  /** As the default, with another chance of a wrong pause in all. */
  public static AlphaBudget of(double alpha) {
    return new AlphaBudget(alpha, DEFAULT.firstFailures, DEFAULT.lateChange, DEFAULT.performance);
  }

  /** The wealth at which a release is paused. */
  public double threshold() {
    return 1 / (alpha * (1 - performance));
  }

  /** The part of the wealth that first failures start with. */
  double firstPart() {
    return firstFailures / (firstFailures + lateChange);
  }

  double latePart() {
    return 1 - firstPart();
  }

  /** What wrong pauses for performance may cost. */
  double forPerformance() {
    return alpha * performance;
  }

  public String sentence() {
    return String.format(
        Locale.ROOT,
        "a healthy release is paused with probability at most %.3g: %.0f %% of that for first"
            + " failures, %.0f %% for late changes, %.0f %% for performance",
        alpha,
        100 * firstFailures,
        100 * lateChange,
        100 * performance);
  }
}
