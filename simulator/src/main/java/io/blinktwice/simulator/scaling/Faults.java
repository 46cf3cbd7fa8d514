package io.blinktwice.simulator.scaling;

import java.util.SplittableRandom;

/**
 * What goes wrong in a pool while it is simulated, from the first counted tick on.
 *
 * @param failingStarts share of the starts that come to nothing
 * @param blindTicks ticks at noon of the first counted day in which no figures come
 * @param slowStarts whether a start takes twice as long as it did
 */
record Faults(double failingStarts, int blindTicks, boolean slowStarts) {
  static final Faults NONE = new Faults(0, 0, false);
  static final Faults TEN_BLIND_MINUTES = new Faults(0, 600 / Load.TICK_SECONDS, false);
  static final Faults FAILING_STARTS = new Faults(.3, 0, false);
  static final Faults SLOW_STARTS = new Faults(0, 0, true);

  private static final int NOON = 43_200 / Load.TICK_SECONDS;

  boolean startFails(int counted, SplittableRandom dice) {
    return failingStarts > 0 && counted >= 0 && dice.nextDouble() < failingStarts;
  }

  /** Whether no figures come; by ticks since the first counted one. */
  boolean blind(int counted) {
    return counted >= NOON && counted < NOON + blindTicks;
  }

  int coldTicks(int counted, int usual) {
    return slowStarts && counted >= 0 ? 2 * usual : usual;
  }
}
