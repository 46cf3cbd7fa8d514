package io.blinktwice.simulator.routing;

import io.blinktwice.router.placement.decision.Size;
import java.util.SplittableRandom;

/**
 * How wrong predictions are: most queries were seen before and are known within a third; the rest
 * are guessed within a factor of some three.
 */
record Errors(double knownShare, double known, double guessed, double parallelism) {
  static final Errors ORDINARY = new Errors(0.7, 0.3, 1.2, 0.3);

  /** The standard normal's 90th percentile. */
  private static final double P90 = 1.2816;

  Size predict(double coreSeconds, double width, SplittableRandom random) {
    boolean seen = random.nextDouble() < knownShare;
    double spread = seen ? known : guessed;
    double median = coreSeconds * Math.exp(spread * random.nextGaussian());
    return new Size(
        median,
        median * Math.exp(P90 * spread),
        width * Math.exp(parallelism * random.nextGaussian()),
        seen ? Size.Source.HISTORY : Size.Source.MODEL);
  }
}
