package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;

/**
 * What a pool usually needs at each time of the day: the mean of each slot of the day, newer days
 * weigh more. Fine slots know schedules to the minute, coarse ones the day's rhythm without noise.
 */
final class DailyPattern {
  private static final int DAY_SECONDS = 86_400;
  private static final double NEWEST_DAY = 0.35;
  private static final double LEAST_RATIO = 0.3;
  private static final double MOST_RATIO = 3;

  private final int slotSeconds;
  private final boolean smooth;
  private final float[] means;
  private final boolean[] known;
  private int slot = -1;
  private double sum;
  private int count;

  /** Smooth ones go evenly from slot to slot, others jump at the border of a slot. */
  DailyPattern(int slotSeconds, boolean smooth) {
    this.slotSeconds = slotSeconds;
    this.smooth = smooth;
    this.means = new float[DAY_SECONDS / slotSeconds];
    this.known = new boolean[means.length];
  }

  void saw(long epochSecond, double demand) {
    int now = (int) (Math.floorMod(epochSecond, DAY_SECONDS) / slotSeconds);
    if (now != slot) {
      close();
      slot = now;
    }
    sum += demand;
    count++;
  }

  private void close() {
    if (slot >= 0 && count > 0) {
      float mean = (float) (sum / count);
      means[slot] = known[slot] ? (float) (means[slot] + NEWEST_DAY * (mean - means[slot])) : mean;
      known[slot] = true;
    }
    sum = 0;
    count = 0;
  }

  /**
   * The most that is expected from now until then: what there is now, and what the day usually adds
   * to it, as far as it fits to what there is.
   */
  double most(long epochSecond, double demand, int seconds) {
    double here = usual(epochSecond);
    if (Double.isNaN(here)) {
      return demand;
    }
    double ratio = Math.clamp((demand + 1) / (here + 1), LEAST_RATIO, MOST_RATIO);
    double most = demand;
    int step = Math.min(slotSeconds, Math.max(1, seconds));
    for (int ahead = step; ahead < seconds + step; ahead += step) {
      double then = usual(epochSecond + Math.min(ahead, seconds));
      if (!Double.isNaN(then)) {
        most = Math.max(most, demand + (then - here) * ratio);
      }
    }
    return most;
  }

  /** Not a number where that time of the day was never seen. */
  private double usual(long epochSecond) {
    long inDay = Math.floorMod(epochSecond, DAY_SECONDS);
    int at = (int) (inDay / slotSeconds);
    if (!smooth) {
      return known[at] ? means[at] : Double.NaN;
    }
    double place = (double) inDay / slotSeconds - 0.5;
    int before = Math.floorMod((int) Math.floor(place), means.length);
    int after = (before + 1) % means.length;
    if (!known[before] || !known[after]) {
      return Double.NaN;
    }
    double part = place - Math.floor(place);
    return means[before] * (1 - part) + means[after] * part;
  }

  void write(StateWriter out) {
    out.number(slot + 1);
    out.real(sum);
    out.number(count);
    for (int at = 0; at < means.length; at++) {
      out.small(known[at] ? means[at] : Float.NaN);
    }
  }

  void read(StateReader in) {
    slot = in.number() - 1;
    sum = in.real();
    count = in.number();
    for (int at = 0; at < means.length; at++) {
      float mean = in.small();
      known[at] = !Float.isNaN(mean);
      means[at] = known[at] ? mean : 0;
    }
  }
}
