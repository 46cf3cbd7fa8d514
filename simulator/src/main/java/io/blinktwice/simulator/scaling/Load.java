package io.blinktwice.simulator.scaling;

import io.blinktwice.simulator.Draws;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Runs that arrive at a pool, tick by tick: when, for how long, and whether they may wait.
 *
 * @param shape what it was made from
 * @param arrivals the tick in which each run arrives, ascending
 * @param seconds how long each run takes
 * @param standard whether it may wait for its five minutes
 */
record Load(Shape shape, int[] arrivals, float[] seconds, boolean[] standard) {
  static final int TICK_SECONDS = 5;

  /**
   * What a load looks like before dice are thrown.
   *
   * @param concurrency runs under way at each tick, expected
   * @param firstCounted ticks before it are for learning
   * @param meanSeconds mean length of a run
   * @param sigma deviation of its logarithm
   * @param standardShare how many of the runs may wait
   */
  record Shape(
      String name,
      double[] concurrency,
      int firstCounted,
      double meanSeconds,
      double sigma,
      double standardShare) {

    Shape withStandardShare(double share) {
      return new Shape(name + "-mixed", concurrency, firstCounted, meanSeconds, sigma, share);
    }

    Shape with(String otherName, double[] otherConcurrency) {
      return new Shape(
          otherName, otherConcurrency, firstCounted, meanSeconds, sigma, standardShare);
    }
  }

  static Load of(Shape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = Math.log(shape.meanSeconds()) - shape.sigma() * shape.sigma() / 2;
    int room = 1 << 16;
    int[] arrivals = new int[room];
    float[] seconds = new float[room];
    boolean[] standard = new boolean[room];
    int count = 0;
    for (int tick = 0; tick < shape.concurrency().length; tick++) {
      double mean = shape.concurrency()[tick] / shape.meanSeconds() * TICK_SECONDS;
      for (int left = Draws.poisson(mean, random); left > 0; left--) {
        if (count == room) {
          room *= 2;
          arrivals = Arrays.copyOf(arrivals, room);
          seconds = Arrays.copyOf(seconds, room);
          standard = Arrays.copyOf(standard, room);
        }
        arrivals[count] = tick;
        seconds[count] = (float) Math.exp(scale + shape.sigma() * random.nextGaussian());
        standard[count++] = random.nextDouble() < shape.standardShare();
      }
    }
    return new Load(
        shape,
        Arrays.copyOf(arrivals, count),
        Arrays.copyOf(seconds, count),
        Arrays.copyOf(standard, count));
  }

  int ticks() {
    return shape.concurrency().length;
  }

  /** Runs under way at each tick if nobody waited. */
  int[] demand() {
    int[] change = new int[ticks() + 1];
    for (int run = 0; run < arrivals.length; run++) {
      change[arrivals[run]]++;
      change[Math.min(ticks(), arrivals[run] + lasts(run))]--;
    }
    int[] demand = new int[ticks()];
    int now = 0;
    for (int tick = 0; tick < demand.length; tick++) {
      now += change[tick];
      demand[tick] = now;
    }
    return demand;
  }

  int lasts(int run) {
    return Math.max(1, Math.round(seconds[run] / TICK_SECONDS));
  }
}
