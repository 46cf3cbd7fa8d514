package io.blinktwice.simulator;

/** The schedule that people set: 1 % from the start, 5 % at hour 6, 25 % at 12, 50 % at 18. */
final class FixedWaves {
  private static final double[] HOURS = {0, 6, 12, 18};
  private static final double[] SHARES = {.01, .05, .25, .5};

  private FixedWaves() {}

  static double share(double hour) {
    double share = 0;
    for (int wave = 0; wave < HOURS.length && hour >= HOURS[wave]; wave++) {
      share = SHARES[wave];
    }
    return share;
  }
}
