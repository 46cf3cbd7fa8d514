package io.blinktwice.app.demo;

/**
 * How much less time something takes, as a share, with its 95 % interval: of the logarithms of the
 * ratios of the rounds, by Student's t.
 */
record Saving(double share, double low, double high) {
  /** The 97.5 % quantiles of Student's t for 2 to 30 degrees of freedom. */
  private static final double[] T = {
    4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
        2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048,
        2.045,
    2.042
  };

  static Saving of(double[][] rounds, int slow, int fast) {
    int n = rounds.length;
    if (n < 3 || n > T.length + 2) {
      throw new IllegalArgumentException("an interval needs 3 to 31 rounds, not " + n);
    }
    double mean = 0;
    for (double[] round : rounds) {
      mean += Math.log(round[fast] / round[slow]) / n;
    }
    double squares = 0;
    for (double[] round : rounds) {
      squares += Math.pow(Math.log(round[fast] / round[slow]) - mean, 2);
    }
    double reach = T[n - 3] * Math.sqrt(squares / (n - 1) / n);
    return new Saving(1 - Math.exp(mean), 1 - Math.exp(mean + reach), 1 - Math.exp(mean - reach));
  }
}
