package io.blinktwice.classifier.retraining;

import io.blinktwice.classifier.decision.Failure;

/**
 * A failure whose retry told something about it.
 *
 * @param signature failures of one signature never stand on both sides of a split
 * @param versionsFault whether the engine's version did it; if not, whose fault it was stays open
 * @param weight how much it counts: the rarer its kind is retried, the more
 */
public record ProvedFailure(
    Failure failure, String signature, boolean versionsFault, double weight) {
  private static final double RAREST = 0.1;

  public ProvedFailure {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("a weight is positive, not " + weight);
    }
  }

  /** Weighed by the chance with which it was drawn, but no more than tenfold. */
  public static ProvedFailure drawn(
      Failure failure, String signature, boolean versionsFault, double chance) {
    return new ProvedFailure(
        failure, signature, versionsFault, 1 / Math.clamp(chance, RAREST, 1.0));
  }
}
