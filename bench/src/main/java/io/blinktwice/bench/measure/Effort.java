package io.blinktwice.bench.measure;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param blocks of each subject
 * @param perBlock how long one phase of a block lasts, where it is not as long as its work takes
 * @param workloads how many are made known, where a benchmark does that
 */
public record Effort(int blocks, Duration perBlock, int workloads) {
  public static final int FEW_WORKLOADS = 100_000;
  public static final int MOST_WORKLOADS = 10_000_000;

  public static final int FEWEST_BLOCKS = 5;
  public static final int MOST_BLOCKS = 100;
  public static final int MOST_SECONDS = 60;

  /** With as many workloads as take no minutes. */
  public Effort(int blocks, Duration perBlock) {
    this(blocks, perBlock, FEW_WORKLOADS);
  }

  public Effort {
    if (workloads < 1 || workloads > MOST_WORKLOADS) {
      throw new IllegalArgumentException("--fingerprints is between 1 and " + MOST_WORKLOADS);
    }
    if (blocks < FEWEST_BLOCKS || blocks > MOST_BLOCKS) {
      throw new IllegalArgumentException(
          "--blocks is between %d and %d: fewer give no interval"
              .formatted(FEWEST_BLOCKS, MOST_BLOCKS));
    }
    if (perBlock.toSeconds() < 1 || perBlock.toSeconds() > MOST_SECONDS) {
      throw new IllegalArgumentException("--seconds is between 1 and " + MOST_SECONDS);
    }
  }
}
