package io.blinktwice.rollout.judge.decision;

/**
 * One way in which a release may be bad: it breaks this share of the workloads, and a broken one
 * fails in a run with this probability.
 *
 * <p>{@code (0.01, 1)} is a rare deterministic break; {@code (1, 0.005)} is every run failing half
 * a point more often.
 */
public record Hypothesis(double brokenShare, double failureProbability) {
  private static final int SUPPOSED_FLEET = 100;

  public Hypothesis {
    if (!(brokenShare > 0 && brokenShare <= 1)) {
      throw new IllegalArgumentException("a broken share lies in (0, 1], not " + brokenShare);
    }
    if (!(failureProbability > 0 && failureProbability <= 1)) {
      throw new IllegalArgumentException("a probability lies in (0, 1]: " + failureProbability);
    }
  }

  /**
   * As many are broken as are seen to be, one in a hundred at least. In a young fleet nobody has a
   * record that makes one failure tell: there the number does.
   *
   * @param exposed workloads that ran clean
   */
  static Hypothesis suspected(int harmed, int exposed) {
    double seen = (1.0 + harmed) / (SUPPOSED_FLEET + harmed + exposed);
    return new Hypothesis(Math.max(1.0 / SUPPOSED_FLEET, seen), 1);
  }

  /** Chance that a workload is broken although it had this many clean runs on the release. */
  double brokenAfter(int cleanRuns) {
    double broken = brokenShare * Math.pow(1 - failureProbability, cleanRuns);
    return broken / (1 - brokenShare + broken);
  }

  /** How much likelier the next run fails under this hypothesis than at the plain flake rate. */
  double failureRatio(int cleanRuns, double flakeRate) {
    return 1 + brokenAfter(cleanRuns) * failureProbability * (1 - flakeRate) / flakeRate;
  }

  /** How much likelier the next run is clean: at most one. */
  double cleanRatio(int cleanRuns) {
    return 1 - brokenAfter(cleanRuns) * failureProbability;
  }
}
