package io.blinktwice.pinning.performance.decision;

/**
 * Student's t distribution as a model of the noise in a metric.
 *
 * @param degrees of freedom, a whole number: the fewer, the more outliers it expects
 * @param logConstant of its density
 */
record StudentNoise(int degrees, double logConstant) {

  static StudentNoise of(int degrees) {
    return new StudentNoise(
        degrees,
        logGammaOfHalf(degrees + 1) - logGammaOfHalf(degrees) - 0.5 * Math.log(degrees * Math.PI));
  }

  double logDensity(double residual) {
    return logConstant - (degrees + 1) / 2.0 * Math.log1p(residual * residual / degrees);
  }

  /** How much a residual counts in a fit: outliers count little. */
  double weight(double residual) {
    return (degrees + 1) / (degrees + residual * residual);
  }

  /** First derivative of the negative log density. */
  double slope(double residual) {
    return residual * weight(residual);
  }

  /** Second derivative of the negative log density. */
  double curvature(double residual) {
    double square = residual * residual;
    double spread = degrees + square;
    return (degrees + 1) * (degrees - square) / (spread * spread);
  }

  /** ln Γ(n/2), exact by recursion down to Γ(1) or Γ(1/2). */
  private static double logGammaOfHalf(int n) {
    double sum = 0;
    int left = n;
    while (left > 2) {
      left -= 2;
      sum += Math.log(left / 2.0);
    }
    return left == 1 ? sum + 0.5 * Math.log(Math.PI) : sum;
  }
}
