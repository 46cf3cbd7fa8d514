package io.blinktwice.simulator.scaling;

/**
 * The cheapest way to serve every run at once for one that knows the future: each server that is
 * needed is there; in a gap it stays if the gap is shorter than a start takes, as starts are paid.
 * Exact, level by level.
 */
final class Optimum {
  private Optimum() {}

  /** Server-seconds from the first counted tick on. */
  static double serverSeconds(int[] demand, int firstCounted, int slots, int coldTicks) {
    int highest = 0;
    for (int each : demand) {
      highest = Math.max(highest, servers(each, slots));
    }
    long paidTicks = 0;
    for (int level = 1; level <= highest; level++) {
      paidTicks += level(demand, firstCounted, slots, coldTicks, level);
    }
    return (double) paidTicks * Load.TICK_SECONDS;
  }

  private static long level(int[] demand, int firstCounted, int slots, int coldTicks, int level) {
    long paid = 0;
    int lastNeeded = Integer.MIN_VALUE / 2;
    for (int tick = 0; tick < demand.length; tick++) {
      if (servers(demand[tick], slots) >= level) {
        int gap = tick - lastNeeded - 1;
        int before = Math.min(gap, coldTicks);
        paid += counted(tick - before, tick, firstCounted) + counted(tick, tick + 1, firstCounted);
        lastNeeded = tick;
      }
    }
    return paid;
  }

  private static int counted(int from, int to, int firstCounted) {
    return Math.max(0, to - Math.max(from, firstCounted));
  }

  static int servers(int runs, int slots) {
    return (runs + slots - 1) / slots;
  }
}
