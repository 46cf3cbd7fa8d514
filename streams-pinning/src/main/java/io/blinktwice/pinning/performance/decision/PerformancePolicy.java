package io.blinktwice.pinning.performance.decision;

/**
 * When a workload counts as slower or larger.
 *
 * @param falsePins the share of healthy workloads that may be pinned, over a whole trial
 * @param leastRatio growth below it is never worth a pin
 * @param enoughOlder runs on the older version before anything is judged
 * @param trialRuns runs on the newer version after which it is accepted
 * @param keptOlder how many runs of the older version are remembered
 * @param moreTrials how often a trial starts anew after the slowness showed on both versions
 */
public record PerformancePolicy(
    double falsePins,
    double leastRatio,
    int enoughOlder,
    int trialRuns,
    int keptOlder,
    int moreTrials) {

  public static final PerformancePolicy ORDINARY = new PerformancePolicy(0.01, 1.15, 12, 40, 40, 2);

  public PerformancePolicy {
    if (!(falsePins > 0 && falsePins < 1)) {
      throw new IllegalArgumentException("false pins are a share between 0 and 1: " + falsePins);
    }
    if (!(leastRatio > 1)) {
      throw new IllegalArgumentException("the least ratio is above 1: " + leastRatio);
    }
    if (enoughOlder < 3 || keptOlder < enoughOlder || trialRuns < 1 || moreTrials < 0) {
      throw new IllegalArgumentException("numbers of runs do not fit together: " + this);
    }
  }

  double threshold() {
    return -Math.log(falsePins);
  }
}
