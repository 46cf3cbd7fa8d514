package io.blinktwice.autoscaler.horizontal.decision;

/** Whole servers for so many cores. */
final class Servers {
  /** What rounding leaves is no reason for one more. */
  private static final double NOTHING = 1e-9;

  private Servers() {}

  static int of(double cores, double slots) {
    return (int) Math.max(0, Math.ceil(cores / slots - NOTHING));
  }
}
