package io.blinktwice.simulator;

import java.util.Arrays;

/**
 * Kayenta's rule: the failure rates of the last five hours, one point per window and arm, are
 * compared every hour by Mann-Whitney; bad if the 98 % interval of the Hodges-Lehmann shift lies
 * above a quarter of its estimate. The interval is by order statistics.
 */
final class MannWhitney extends Scheduled {
  private static final int LOOK_BACK_MINUTES = 300;
  private static final double Z_98 = 2.3263;
  private static final double TOLERANCE = .25;

  private final int window;
  private final double[] oldRates;
  private final double[] newRates;
  private final int[] runs = new int[2];
  private final int[] failures = new int[2];
  private int points;

  MannWhitney(Fleet fleet, int windowMinutes) {
    super(fleet);
    window = windowMinutes;
    oldRates = new double[LOOK_BACK_MINUTES / window];
    newRates = new double[LOOK_BACK_MINUTES / window];
  }

  @Override
  public void saw(Attempted attempt) {
    int arm = attempt.onRelease() ? 1 : 0;
    runs[arm]++;
    failures[arm] += attempt.failed() ? 1 : 0;
  }

  @Override
  boolean badAfter(int minute) {
    if (minute % window == 0) {
      if (runs[0] > 0 && runs[1] > 0) {
        oldRates[points % oldRates.length] = (double) failures[0] / runs[0];
        newRates[points % newRates.length] = (double) failures[1] / runs[1];
        points++;
      }
      Arrays.fill(runs, 0);
      Arrays.fill(failures, 0);
    }
    return minute % 60 == 0 && points >= oldRates.length && higher();
  }

  private boolean higher() {
    int count = oldRates.length;
    double[] shifts = new double[count * count];
    for (int left = 0; left < count; left++) {
      for (int right = 0; right < count; right++) {
        shifts[left * count + right] = newRates[left] - oldRates[right];
      }
    }
    Arrays.sort(shifts);
    double pairs = (double) count * count;
    double rank = pairs / 2 - Z_98 * Math.sqrt(pairs * (2 * count + 1) / 12);
    double lower = shifts[(int) Math.max(0, Math.floor(rank) - 1)];
    double estimate = (shifts[shifts.length / 2] + shifts[(shifts.length - 1) / 2]) / 2;
    return lower > TOLERANCE * Math.abs(estimate);
  }
}
