package io.blinktwice.simulator.performance;

import io.blinktwice.pinning.performance.decision.MeasuredRun;
import io.blinktwice.pinning.performance.decision.Metric;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One workload: its work grows with the power 0.8 of its input (deviation 0.6 of the logarithm),
 * its runs scatter by about 20 %, more or less by workload (research: rollout §E5).
 */
final class SimulatedWorkload {
  private static final double ELASTICITY = 0.8;
  private static final double INPUT_DEVIATION = 0.6;
  private static final double USUAL_DEVIATION = 0.2;
  private static final double DEVIATION_BETWEEN_WORKLOADS = 0.25;

  /** Waiting for the cluster scatters beside the work; memory hardly scatters. */
  private static final double WAITING_DEVIATION = 0.1;

  private static final double MEMORY_DEVIATION = 0.05;
  private static final double DRIFTING_SHARE = 0.1;
  private static final double DRIFT = Math.log(1.5);
  private static final double USUAL_INPUT = Math.log(4e9);
  private static final double USUAL_TASK_MILLIS = Math.log(600_000);
  private static final double USUAL_MEMORY = Math.log(2e9);

  private final Scenario scenario;
  private final SplittableRandom random;
  private final double deviation;
  private final boolean drifting;
  private final boolean slow;

  SimulatedWorkload(Scenario scenario, SplittableRandom random) {
    this.scenario = scenario;
    this.random = random;
    this.deviation =
        USUAL_DEVIATION * Math.exp(DEVIATION_BETWEEN_WORKLOADS * random.nextGaussian());
    this.drifting = random.nextDouble() < DRIFTING_SHARE;
    this.slow = random.nextDouble() < scenario.slowShare();
  }

  /** Whether the newer version slows it. */
  boolean isSlow() {
    return slow;
  }

  double deviation() {
    return deviation;
  }

  MeasuredRun beforeTheRelease() {
    return run(0, 1);
  }

  MeasuredRun onTheOlder() {
    return run(drifting ? DRIFT : 0, scenario.ratioOnBoth());
  }

  MeasuredRun onTheNewer() {
    return run(drifting ? DRIFT : 0, scenario.ratioOnBoth() * (slow ? scenario.ratio() : 1));
  }

  private MeasuredRun run(double drift, double ratio) {
    double input = drift + INPUT_DEVIATION * random.nextGaussian();
    double work = ELASTICITY * input + deviation * scenario.noise().draw(random) + Math.log(ratio);
    double waiting = WAITING_DEVIATION * random.nextGaussian();
    double memory = MEMORY_DEVIATION * random.nextGaussian();
    return new MeasuredRun(
        Math.round(Math.exp(USUAL_INPUT + input)),
        Map.of(
            Metric.TASK_TIME, Math.exp(USUAL_TASK_MILLIS + work),
            Metric.DURATION, Math.exp(USUAL_TASK_MILLIS - Math.log(16) + work + waiting),
            Metric.PEAK_MEMORY, Math.exp(USUAL_MEMORY + memory)));
  }
}
