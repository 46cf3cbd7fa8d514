package io.blinktwice.simulator;

/** Wilson's 95 % interval of a rate. */
record Wilson(double low, double high) {
  private static final double Z_95 = 1.959964;

  static Wilson of(int hits, int of) {
    double share = (double) hits / of;
    double spread = Z_95 * Math.sqrt(share * (1 - share) / of + Z_95 * Z_95 / (4.0 * of * of));
    double centre = share + Z_95 * Z_95 / (2.0 * of);
    double scale = 1 + Z_95 * Z_95 / of;
    return new Wilson(
        Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale));
  }
}
