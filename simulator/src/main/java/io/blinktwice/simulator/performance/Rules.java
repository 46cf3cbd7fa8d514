package io.blinktwice.simulator.performance;

import java.util.Arrays;
import java.util.List;

/** What people do elsewhere, on task times. */
final class Rules {
  private static final double TOO_MUCH = 1.3;
  private static final double SIGMAS = 3;

  /** Two-sided 98 %, as Kayenta. */
  private static final double Z_98 = 2.3263;

  private static final double TOLERANCE = .25;
  private static final int ENOUGH_FOR_RANKS = 5;

  private Rules() {}

  static boolean oneRunAboveTheMean(List<Double> older, List<Double> newer) {
    return newer.getLast() > TOO_MUCH * mean(older);
  }

  static boolean twoInARowAboveTheMedian(List<Double> older, List<Double> newer) {
    double limit = TOO_MUCH * median(older);
    return newer.size() >= 2 && newer.getLast() > limit && newer.get(newer.size() - 2) > limit;
  }

  static boolean threeSigma(List<Double> older, List<Double> newer) {
    double mean = mean(older);
    double squares = older.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return newer.getLast() > mean + SIGMAS * Math.sqrt(squares / (older.size() - 1));
  }

  /** Bad if the 98 % interval of the Hodges-Lehmann shift is above a quarter of its estimate. */
  static boolean mannWhitney(List<Double> older, List<Double> newer) {
    if (newer.size() < ENOUGH_FOR_RANKS) {
      return false;
    }
    double[] shifts = new double[older.size() * newer.size()];
    int next = 0;
    for (double before : older) {
      for (double after : newer) {
        shifts[next++] = after - before;
      }
    }
    Arrays.sort(shifts);
    double pairs = shifts.length;
    double rank = pairs / 2 - Z_98 * Math.sqrt(pairs * (older.size() + newer.size() + 1) / 12);
    double lower = shifts[(int) Math.max(0, Math.floor(rank) - 1)];
    return lower > TOLERANCE * Math.abs(shifts[shifts.length / 2]);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
