package io.blinktwice.rollout.judge.decision;

import java.util.Locale;

/**
 * How often a healthy release may be paused, and which evidence may spend how much of that.
 *
 * <p>The shares weigh the evidences in one wealth that starts at 1 and pauses at 1/α: by Ville's
 * inequality a healthy release gets there with probability at most α, whatever the shares. That is
 * never weaker than giving each evidence its own threshold 1/(share·α).
 */
public record AlphaBudget(
    double alpha, double firstFailures, double lateChange, double performance) {
  public static final AlphaBudget DEFAULT = new AlphaBudget(0.01, 0.9, 0.1, 0);

  public AlphaBudget {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha lies in (0, 1), not " + alpha);
    }
    boolean negative = firstFailures < 0 || lateChange < 0 || performance < 0;
    if (negative || Math.abs(firstFailures + lateChange + performance - 1) > 1e-9) {
      throw new IllegalArgumentException("shares of alpha are not negative and add up to 1");
    }
  }

  /** The wealth at which a release is paused. */
  public double threshold() {
    return 1 / alpha;
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
