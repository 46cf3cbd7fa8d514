package io.blinktwice.router.placement.size.decision;

/**
 * What a plan used, once it was done. What cannot be is cut to what can.
 *
 * @param coreSeconds processor time of its tasks
 * @param peakParallelism tasks that ran at once
 * @param inputBytes that it read from its sources
 */
public record Completion(
    double coreSeconds,
    double peakParallelism,
    double inputBytes,
    double shuffledBytes,
    double spilledBytes) {
  private static final double MOST = 1e18;

  public Completion {
    coreSeconds = within(coreSeconds, 1e-3);
    peakParallelism = within(peakParallelism, 1);
    inputBytes = within(inputBytes, 0);
    shuffledBytes = within(shuffledBytes, 0);
    spilledBytes = within(spilledBytes, 0);
  }

  private static double within(double value, double least) {
    return value >= least ? Math.min(value, MOST) : least;
  }
}
