package io.blinktwice.pinning.performance.decision;

import java.util.List;

/**
 * The line through the samples of a metric: value = level + elasticity · input + scale · noise.
 *
 * @param logMarginal logarithm of the samples' density with level, elasticity and scale integrated
 *     out (Laplace); constants that all lines share are left out
 */
record NoisyLine(double level, double elasticity, double scale, double logMarginal) {
  /** Expected growth of a metric with its input, and how sure that is: work is about linear. */
  private static final double USUAL_ELASTICITY = 0.5;

  private static final double ELASTICITY_DEVIATION = 1.0;

  private static final int MOST_STEPS = 60;
  private static final double CLOSE_ENOUGH = 1e-7;

  /** Identical samples have no spread: the scale stays above rounding. */
  private static final double LEAST_SCALE = 1e-4;

  /** Where a search begins: any level and spread will do. */
  static NoisyLine guess(List<Sample> samples) {
    double[] values = samples.stream().mapToDouble(Sample::value).sorted().toArray();
    double middle = values[values.length / 2];
    double spread = values[values.length * 3 / 4] - values[values.length / 4];
    return new NoisyLine(middle, USUAL_ELASTICITY, Math.max(spread, LEAST_SCALE), 0);
  }

  /** The likeliest line, found by reweighting from {@code start}, with its marginal density. */
  static NoisyLine fit(List<Sample> samples, StudentNoise noise, NoisyLine start) {
    NoisyLine line = start;
    for (int step = 0; step < MOST_STEPS; step++) {
      NoisyLine better = line.reweighted(samples, noise);
      double moved =
          Math.abs(better.level - line.level)
              + Math.abs(better.elasticity - line.elasticity)
              + Math.abs(Math.log(better.scale / line.scale));
      line = better;
      if (moved < CLOSE_ENOUGH) {
        break;
      }
    }
    return new NoisyLine(
        line.level,
        line.elasticity,
        line.scale,
        line.logPosterior(samples, noise) - 0.5 * line.logDeterminant(samples, noise));
  }

  double residual(Sample sample) {
    return (sample.value() - level - elasticity * sample.input()) / scale;
  }

  private NoisyLine reweighted(List<Sample> samples, StudentNoise noise) {
    double w = 0;
    double wx = 0;
    double wy = 0;
    double wxx = 0;
    double wxy = 0;
    double squares = 0;
    for (Sample sample : samples) {
      double residual = residual(sample);
      double weight = noise.weight(residual);
      w += weight;
      wx += weight * sample.input();
      wy += weight * sample.value();
      wxx += weight * sample.input() * sample.input();
      wxy += weight * sample.input() * sample.value();
      squares += weight * residual * residual;
    }
    double prior = scale * scale / (ELASTICITY_DEVIATION * ELASTICITY_DEVIATION);
    wxx += prior;
    wxy += prior * USUAL_ELASTICITY;
    double determinant = w * wxx - wx * wx;
    return new NoisyLine(
        (wxx * wy - wx * wxy) / determinant,
        (w * wxy - wx * wy) / determinant,
        Math.max(scale * Math.sqrt(squares / samples.size()), LEAST_SCALE),
        0);
  }

  private double logPosterior(List<Sample> samples, StudentNoise noise) {
    double surprise = (elasticity - USUAL_ELASTICITY) / ELASTICITY_DEVIATION;
    double sum = -samples.size() * Math.log(scale) - 0.5 * surprise * surprise;
    for (Sample sample : samples) {
      sum += noise.logDensity(residual(sample));
    }
    return sum;
  }

  /** Of the curvature at the top of the posterior, in (level, elasticity, ln scale). */
  private double logDeterminant(List<Sample> samples, StudentNoise noise) {
    double aa = 0;
    double ab = 0;
    double bb = 1 / (ELASTICITY_DEVIATION * ELASTICITY_DEVIATION);
    double as = 0;
    double bs = 0;
    double ss = 0;
    for (Sample sample : samples) {
      double residual = residual(sample);
      double curvature = noise.curvature(residual);
      double mixed = (curvature * residual + noise.slope(residual)) / scale;
      double x = sample.input();
      aa += curvature / (scale * scale);
      ab += curvature * x / (scale * scale);
      bb += curvature * x * x / (scale * scale);
      as += mixed;
      bs += mixed * x;
      ss += residual * mixed * scale;
    }
    double determinant =
        aa * (bb * ss - bs * bs) - ab * (ab * ss - bs * as) + as * (ab * bs - bb * as);
    // Where outliers bend the top, it is flat rather than upside down: the least that is positive.
    return Math.log(Math.max(determinant, 1e-9));
  }
}
