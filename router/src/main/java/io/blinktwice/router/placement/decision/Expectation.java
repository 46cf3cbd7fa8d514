package io.blinktwice.router.placement.decision;

import java.util.Arrays;

/**
 * What work of one kind is about to come, judged by what came lately: how often, how many at a
 * time, and how much slower it gets on a small share of a cluster.
 */
final class Expectation {
  private static final int REMEMBERED = 128;
  private static final int EVERY = 16;

  /** Shares from one core up, in steps of the square root of two. */
  private static final int STEPS = 24;

  private final DemandMeter atOnce = new DemandMeter();
  private final DemandMeter arrivals = new DemandMeter();
  private final Size[] seen = new Size[REMEMBERED];
  private final double floorSeconds;
  private final double[] slowdowns = new double[STEPS];
  private int count;
  private int largest = 1;

  Expectation(double floorSeconds) {
    this.floorSeconds = floorSeconds;
    Arrays.fill(slowdowns, 1);
  }

  void arrived(Size size, int largestCluster, double now) {
    atOnce.arrived(Math.max(floorSeconds, size.secondsOn(largestCluster)), now);
    arrivals.arrived(1, now);
    seen[count % REMEMBERED] = size;
    count = count == 2 * REMEMBERED ? REMEMBERED + 1 : count + 1;
    if (count < EVERY || count % EVERY == 0 || largest != largestCluster) {
      largest = largestCluster;
      learn();
    }
  }

  private void learn() {
    int known = Math.min(count, REMEMBERED);
    for (int step = 0; step < STEPS; step++) {
      double share = Math.pow(2, step / 2.0);
      double sum = 0;
      for (int i = 0; i < known; i++) {
        double ideal = Math.max(floorSeconds, seen[i].secondsOn(largest));
        sum += Math.max(floorSeconds, seen[i].secondsOn(Math.min(share, largest))) / ideal;
      }
      slowdowns[step] = sum / known;
    }
  }

  /** The mean slowdown of what comes, where each gets at most such a share. */
  double slowdown(double share) {
    double step = Math.clamp(2 * Math.log(Math.max(1, share)) / Math.log(2), 0, STEPS - 1.0);
    int below = Math.min((int) step, STEPS - 2);
    double part = step - below;
    return slowdowns[below] * (1 - part) + slowdowns[below + 1] * part;
  }

  /** How many there are at a time, if none is slowed down. */
  double atOnce(double now) {
    return atOnce.perSecond(now);
  }

  double perSecond(double now) {
    return arrivals.perSecond(now);
  }
}
