package io.blinktwice.pinning.performance.decision;

/**
 * What is measured of a run.
 *
 * <p>Each has a share of the one error budget, so that many metrics do not make more false pins
 * than one; and a floor, below which nobody pays or waits for a difference.
 */
public enum Metric {
  /** Milliseconds of all tasks together: what is paid, and the least noisy. */
  TASK_TIME("taskMillis", true, 0.50, 1_000),
  /** Milliseconds from start to end: what is waited for. */
  DURATION("durationMillis", true, 0.20, 1_000),
  CPU_TIME("cpuMillis", true, 0.06, 1_000),
  PEAK_MEMORY("peakMemoryBytes", true, 0.10, 16 << 20),
  SHUFFLE_BYTES("shuffleWriteBytes", true, 0.06, 16 << 20),
  SPILLED_BYTES("spilledDiskBytes", true, 0.04, 64 << 20),
  WRITTEN_BYTES("outputBytes", true, 0.04, 16 << 20),
  /** One query read 1,297,840 bytes on 3.5.7 and 10,064 on 4.2.0: research/spark-facts.md, §7. */
  READ_BYTES("inputBytes", false, 0, 64 << 20);

  private final String figure;
  private final boolean comparable;
  private final double share;
  private final double floor;

  Metric(String figure, boolean comparable, double share, double floor) {
    this.figure = figure;
    this.comparable = comparable;
    this.share = share;
    this.floor = floor;
  }

  /** The name that a run's figure has in its events. */
  public String figure() {
    return figure;
  }

  /** Whether it means the same on every version of Spark; what does not is never compared. */
  public boolean comparable() {
    return comparable;
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
