package io.blinktwice.autoscaler.vertical.decision;

import java.util.List;
import java.util.Optional;

/**
 * How the memory of a workload differs between two versions, its input taken into account.
 *
 * @param ratio newer by older
 * @param low lower end of the 95 % interval
 * @param high upper end of it
 */
public record VersionGrowth(double ratio, double low, double high, int runs) {
  private static final int ENOUGH = 5;
  private static final double Z_95 = 1.96;

  /** Runs on the older version are what the newer ones are measured by; newest first. */
  public static Optional<VersionGrowth> of(List<MeasuredPeak> older, List<MeasuredPeak> newer) {
    if (older.size() < ENOUGH || newer.size() < ENOUGH) {
      return Optional.empty();
    }
    double sum = 0;
    double squares = 0;
    for (MeasuredPeak run : newer) {
      double off = Math.log(run.peakBytes() / MemoryModel.of(older, run.inputBytes()).predicted());
      sum += off;
      squares += off * off;
    }
    int count = newer.size();
    double mean = sum / count;
    double own = Math.max(0, squares / count - mean * mean) / (count - 1);
    MemoryModel model = MemoryModel.of(older, 0);
    double scatter = 0;
    for (double ratio : model.ratios()) {
      scatter += Math.pow(Math.log(ratio), 2);
    }
    double error = Math.sqrt(own + scatter / older.size() / older.size());
    return Optional.of(
        new VersionGrowth(
            Math.exp(mean), Math.exp(mean - Z_95 * error), Math.exp(mean + Z_95 * error), count));
  }
}
