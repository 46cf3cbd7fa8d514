package io.blinktwice.pinning.performance.decision;

/**
 * What is measured of a run.
 *
 * <p>Each has a share of the one error budget, so that many metrics do not make more false pins
 * than one; and a floor, below which nobody pays or waits for a difference.
 */
public enum Metric {
  /** Milliseconds of all tasks together: what is paid, and the least noisy. */
  TASK_TIME(0.50, 1_000),
  /** Milliseconds from start to end: what is waited for. */
  DURATION(0.20, 1_000),
  CPU_TIME(0.06, 1_000),
  PEAK_MEMORY(0.10, 16 << 20),
  SHUFFLE_BYTES(0.05, 16 << 20),
  SPILLED_BYTES(0.03, 64 << 20),
  WRITTEN_BYTES(0.03, 16 << 20),
  /** Not comparable between all versions of Spark: a run says whether its own is. */
  READ_BYTES(0.03, 64 << 20);

  private final double share;
  private final double floor;

  Metric(double share, double floor) {
    this.share = share;
    this.floor = floor;
  }

  /** Of the error budget; the shares of all metrics sum to one. */
  public double share() {
    return share;
  }

  /** The value on the scale on which changes are ratios. */
  public double log(double value) {
    return Math.log(value + floor);
  }
}
