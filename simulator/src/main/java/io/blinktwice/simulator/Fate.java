package io.blinktwice.simulator;

import io.blinktwice.rollout.judge.decision.Hypothesis;
import org.jspecify.annotations.Nullable;

/** How likely a run fails, and of what: what a scenario does to a fleet as hours go by. */
final class Fate {
  static final double HARD_FAILURES = .001;

  private static final double EARLIEST_TROUBLE = .5;
  private static final double LATEST_TROUBLE = 12;

  private final Scenario scenario;
  private final Fleet fleet;
  private final double troubleFrom;

  /**
   * @param place where between the earliest and the latest hour trouble begins, from 0 to 1
   */
  Fate(Scenario scenario, Fleet fleet, double place) {
    this.scenario = scenario;
    this.fleet = fleet;
    this.troubleFrom = EARLIEST_TROUBLE * Math.pow(LATEST_TROUBLE / EARLIEST_TROUBLE, place);
  }

  /** Of a failure that the release causes, on the release. */
  double regressionRate(int workload, double hour) {
    @Nullable Hypothesis regression = scenario.regression();
    boolean hit = fleet.broken[workload] && hour >= scenario.breaksAtHour();
    return regression != null && hit ? regression.failureProbability() : 0;
  }

  /** Of a failure that goes away when it is tried again. */
  double transientRate(int workload, double hour) {
    double noise = troubleRate(workload, hour);
    return noise + fleet.flakeRate[workload] * (1 - noise);
  }

  private double troubleRate(int workload, double hour) {
    if (hour < troubleFrom || hour >= troubleTo()) {
      return 0;
    }
    return switch (scenario.trouble()) {
      case NONE -> 0;
      case TENANT -> fleet.workspace[workload] == 0 ? .4 : 0;
      case WORKLOAD -> workload == 0 ? .6 : 0;
      case FLEET -> .3;
    };
  }

  /** The hour at which failures that have nothing to do with the release end. */
  double troubleTo() {
    return switch (scenario.trouble()) {
      case NONE -> 0;
      case TENANT, WORKLOAD -> troubleFrom + 4;
      case FLEET -> troubleFrom + 1;
    };
  }
}
