package io.blinktwice.simulator.performance;

import java.util.SplittableRandom;

/** The speed of one workload of a fleet that is rolled out to, under the program's own watch. */
public final class WatchedSpeed {
  private static final int RUNS_BEFORE = 30;

  private final SimulatedWorkload workload;
  private final OurWatcher watcher = new OurWatcher();

  /**
   * With thirty runs behind it.
   *
   * @param slow whether the newer version makes it take 30 % longer
   */
  public WatchedSpeed(boolean slow, long seed) {
    this.workload =
        new SimulatedWorkload(
            slow ? Scenario.SLOWER_30 : Scenario.HEALTHY, new SplittableRandom(seed));
    for (int run = 0; run < RUNS_BEFORE; run++) {
      watcher.older(workload.beforeTheRelease());
    }
  }

  /**
   * What follows from a run.
   *
   * @param compareNext whether the next run is wanted on the older version
   * @param pinnedWith the evidence that pins it; 0 for none
   */
  public record Step(boolean compareNext, double pinnedWith) {}

  /** It ran once more. */
  public Step ran(boolean onNewer) {
    Watcher.Answer answer =
        onNewer ? watcher.newer(workload.onTheNewer()) : watcher.older(workload.onTheOlder());
    return switch (answer) {
      case GO_ON -> new Step(false, 0);
      case COMPARE_ONCE -> new Step(true, 0);
      case PIN -> new Step(false, watcher.evidence());
    };
  }
}
