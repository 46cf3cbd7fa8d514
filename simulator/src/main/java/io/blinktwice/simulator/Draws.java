package io.blinktwice.simulator;

import java.util.SplittableRandom;

/** Counts drawn at random: exact where they are small, rounded normal where they are large. */
public final class Draws {
  private static final double LARGE = 40;

  private Draws() {}

  public static int poisson(double mean, SplittableRandom random) {
    if (mean > LARGE) {
      return rounded(mean, mean, random);
    }
    double limit = Math.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  static int binomial(int trials, double probability, SplittableRandom random) {
    double mean = trials * probability;
    if (mean > LARGE) {
      return Math.min(trials, rounded(mean, mean * (1 - probability), random));
    }
    // Jumps from success to success: as many steps as there are successes.
    double scale = Math.log1p(-probability);
    int count = 0;
    for (double at = jump(scale, random); at <= trials; at += jump(scale, random)) {
      count++;
    }
    return count;
  }

  private static double jump(double scale, SplittableRandom random) {
    return Math.floor(Math.log(1 - random.nextDouble()) / scale) + 1;
  }

  private static int rounded(double mean, double variance, SplittableRandom random) {
    return (int) Math.max(0, Math.round(mean + Math.sqrt(variance) * random.nextGaussian()));
  }
}
