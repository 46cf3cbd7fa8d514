package io.blinktwice.bench.measure;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param blocks of each subject
 * @param perBlock how long one phase of a block lasts, where it is not as long as its work takes
 */
public record Effort(int blocks, Duration perBlock) {
  public static final int FEWEST_BLOCKS = 5;
  public static final int MOST_BLOCKS = 100;
  public static final int MOST_SECONDS = 60;

  public Effort {
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
