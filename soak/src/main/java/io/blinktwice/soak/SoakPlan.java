package io.blinktwice.soak;

/**
 * How long and how hard.
 *
 * @param rate records a second
 * @param workloads that run at the same time
 */
public record SoakPlan(int rounds, int rate, int workloads, long seed) {
  public static final int PARTITIONS = 4;

  public SoakPlan {
    if (rounds < 1 || rate < 1 || workloads < 1) {
      throw new IllegalArgumentException("rounds, rate and workloads must be at least 1");
    }
  }
}
