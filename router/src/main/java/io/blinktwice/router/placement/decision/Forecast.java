package io.blinktwice.router.placement.decision;

import io.blinktwice.router.placement.decision.ClusterTraits.Discipline;
import java.util.Arrays;

/**
 * When everything on a cluster would be done if nothing else came, and what that is worth.
 *
 * <p>The work shares cores as the server's discipline says: max-min fair up to each one's
 * parallelism, or first come, first served. Remaining work is a fluid that flows at these rates.
 * Scratch arrays are kept: one instance belongs to one thread.
 */
final class Forecast {
  private static final double NOTHING = 1e-9;

  /** Beyond this the rest is held to go on at the rates it has by then. */
  private static final int MOST_STEPS = 64;

  private double[] caps = new double[32];
  private double[] left = new double[32];
  private double[] weights = new double[32];
  private double[] rates = new double[32];
  private int count;
  private double newcomerSeconds;
  private int newcomer;
  private double lastSeconds;

  void clear() {
    count = 0;
    newcomer = -1;
  }

  /** Adds work; for fair sharing in the order of parallelism, else of arrival. */
  void add(double cap, double remaining, double weight) {
    if (count == caps.length) {
      int size = 2 * count;
      caps = Arrays.copyOf(caps, size);
      left = Arrays.copyOf(left, size);
      weights = Arrays.copyOf(weights, size);
      rates = Arrays.copyOf(rates, size);
    }
    caps[count] = cap;
    left[count] = remaining;
    weights[count] = weight;
    count++;
  }

  void addNewcomer(double cap, double remaining, double weight) {
    newcomer = count;
    add(cap, remaining, weight);
  }

  /** How long the newcomer takes, once {@link #cost} was asked for. */
  double newcomerSeconds() {
    return newcomerSeconds;
  }

  /** When the last of all is done, once {@link #cost} was asked for. */
  double lastSeconds() {
    return lastSeconds;
  }

  /** The sum of weight times time until done. Uses up what was added. */
  double cost(double cores, Discipline discipline) {
    double time = 0;
    double cost = 0;
    for (int step = 0; count > 0; step++) {
      double next = share(cores, discipline);
      if (step == MOST_STEPS || next == Double.POSITIVE_INFINITY) {
        return cost + theRest(time);
      }
      time += next;
      cost += pass(next, time);
    }
    lastSeconds = time;
    return cost;
  }

  /** Sets rates and says when the first is done. */
  private double share(double cores, Discipline discipline) {
    double free = cores;
    double first = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double fair =
          switch (discipline) {
            case FAIR -> free / (count - i);
            case FIFO -> free;
          };
      double rate = Math.min(caps[i], fair);
      rates[i] = rate;
      free -= rate;
      if (rate > NOTHING) {
        first = Math.min(first, left[i] / rate);
      }
    }
    return first;
  }

  private double pass(double seconds, double now) {
    double cost = 0;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      double rest = left[i] - rates[i] * seconds;
      if (rest <= NOTHING * (1 + left[i])) {
        cost += weights[i] * now;
        if (i == newcomer) {
          newcomerSeconds = now;
          newcomer = -1;
        }
      } else {
        if (i == newcomer) {
          newcomer = kept;
        }
        caps[kept] = caps[i];
        weights[kept] = weights[i];
        left[kept++] = rest;
      }
    }
    count = kept;
    return cost;
  }

  private double theRest(double now) {
    double cost = 0;
    lastSeconds = now;
    for (int i = 0; i < count; i++) {
      double end = now + left[i] / Math.max(rates[i], NOTHING);
      cost += weights[i] * end;
      lastSeconds = Math.max(lastSeconds, end);
      if (i == newcomer) {
        newcomerSeconds = end;
      }
    }
    count = 0;
    return cost;
  }
}
