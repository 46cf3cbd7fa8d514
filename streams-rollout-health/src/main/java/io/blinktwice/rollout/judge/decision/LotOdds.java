package io.blinktwice.rollout.judge.decision;

import io.blinktwice.rollout.evidence.decision.Lot;

/**
 * What the retry of a failure on the release is worth that was drawn between the same version and
 * the last known good one.
 *
 * <p>If the version makes no difference, how the retry ends is independent of where the lot sent
 * it. So given the end, the lot has its known odds, and a bet on it is fair whatever the flake
 * rates, outages and noisy workspaces: the factors of both sides, weighed by their chances, are 1.
 * Unlike a bet on a unit's label it pays the same at any share, also where no old arm is left.
 */
final class LotOdds {
  /** So many first attempts fail whatever is tried; only power hangs on it. */
  private static final double HARD = .002;

  /** A flake lasts longer than the way to its retry in at least so many cases. */
  private static final double LASTING = .1;

  private LotOdds() {}

  /** How often a unit fails and fails again at once, by flakes alone. */
  static double failsTwice(double flakeRate) {
    return flakeRate * lasting(flakeRate);
  }

  /**
   * How much likelier all of it was if the hypothesis is true: the failure, how the drawn retry
   * ended, and that a version repaired it at last.
   *
   * @param ratio how much likelier the failure alone was
   */
  static double ratio(
      Hypothesis hypothesis, double ratio, double flakeRate, Lot lot, boolean succeeded) {
    double broken = ratio - 1;
    double again = broken * hypothesis.failureProbability();
    double lasting = lasting(flakeRate);
    if (!lot.isDrawn()) {
      return ratio;
    }
    if (!lot.same()) {
      return 1 + broken / (1 - lasting);
    }
    return 1 + (succeeded ? (broken - again) / (1 - lasting) : again / lasting);
  }

  private static double lasting(double flakeRate) {
    return Math.max(LASTING, flakeRate);
  }

  /**
   * The log of the factor that is due for a retry's end, given where it ran.
   *
   * @param ratio how much likelier the failure was if the hypothesis is true
   */
  static double logFactor(
      Hypothesis hypothesis, double ratio, double flakeRate, Lot lot, boolean succeeded) {
    double broken = ratio - 1;
    double again = broken * hypothesis.failureProbability();
    double lasting = lasting(flakeRate);
    double same = succeeded ? 1 - lasting + broken - again : lasting + HARD / flakeRate + again;
    double other = succeeded ? 1 - lasting + broken : lasting + HARD / flakeRate;
    double expected = lot.share() * same + (1 - lot.share()) * other;
    return Math.log((lot.same() ? same : other) / expected);
  }
}
