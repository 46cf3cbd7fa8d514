package io.blinktwice.simulator.performance;

import io.blinktwice.simulator.performance.Watcher.Answer;

/**
 * How one workload fared under a watcher.
 *
 * @param slow whether the newer version slows it
 * @param pinned whether the watcher pinned it
 * @param runs on the newer version until the pin, or altogether
 * @param comparisons runs that were sent to the older version to compare
 */
record Watched(boolean slow, boolean pinned, int runs, int comparisons) {
  private static final int RUNS_BEFORE = 30;
  private static final int RUNS_ON_NEWER = 20;

  static Watched of(SimulatedWorkload workload, Watcher watcher) {
    for (int run = 0; run < RUNS_BEFORE; run++) {
      watcher.older(workload.beforeTheRelease());
    }
    int comparisons = 0;
    for (int run = 1; run <= RUNS_ON_NEWER; run++) {
      Answer answer = watcher.newer(workload.onTheNewer());
      while (answer == Answer.COMPARE_ONCE) {
        comparisons++;
        answer = watcher.older(workload.onTheOlder());
      }
      if (answer == Answer.PIN) {
        return new Watched(workload.isSlow(), true, run, comparisons);
      }
    }
    return new Watched(workload.isSlow(), false, RUNS_ON_NEWER, comparisons);
  }
}
