package io.blinktwice.rollout.judge.decision;

import java.time.Duration;

/**
 * How fast a rollout goes.
 *
 * @param firstShare of the fleet, the first wave
 * @param harmBudget workloads that the next wave may break at most, at the upper bound of the
 *     broken share
 * @param bake the least time between two waves
 * @param slowAt the likelihood ratio for "broken" at which the ramp is slowed
 * @param fastBelow and below which it is let go again
 * @param trickle workloads that one slow wave may break, at the likeliest broken share
 * @param slowBake the time between two slow waves
 */
public record SpeedPolicy(
    double firstShare,
    double harmBudget,
    Duration bake,
    double slowAt,
    double fastBelow,
    double trickle,
    Duration slowBake) {
  public static final SpeedPolicy DEFAULT =
      new SpeedPolicy(.003, 60, Duration.ofMinutes(30), 20, 5, 1, Duration.ofHours(1));
}
