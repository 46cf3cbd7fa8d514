package io.blinktwice.rollout.judge.decision;

import java.time.Duration;

/**
 * How fast a rollout goes.
 *
 * @param automatic whether the judge opens waves at all, or people do
 * @param firstShare of the fleet, the first wave
 * @param harmBudget workloads that the next wave may break at most, at the upper bound of the
 *     broken share
 * @param controlUntil the share up to which the old arm is kept as control
 * @param acceptable the broken share that the upper bound must be below for the control to be given
 *     up; more in a fleet that is too small to show it
 * @param bake the least time between two waves
 * @param slowAt the likelihood ratio for "broken" at which the ramp is slowed
 * @param fastBelow the one below which it is let go again
 * @param trickle workloads that a slow wave may break, at the likeliest broken share
 */
public record SpeedPolicy(
    boolean automatic,
    double firstShare,
    double harmBudget,
    double controlUntil,
    double acceptable,
    Duration bake,
    double slowAt,
    double fastBelow,
    double trickle) {
  public static final SpeedPolicy DEFAULT =
      new SpeedPolicy(true, .003, 60, .5, .0017, Duration.ofMinutes(20), 5, 1.5, 1);

  /** People open the waves; the judge only warns and pauses. */
  public static final SpeedPolicy BY_HAND =
      new SpeedPolicy(false, .003, 60, .5, .0017, Duration.ofMinutes(20), 5, 1.5, 1);

  SpeedPolicy withHarmBudget(double workloads) {
    return new SpeedPolicy(
        automatic,
        firstShare,
        workloads,
        controlUntil,
        acceptable,
        bake,
        slowAt,
        fastBelow,
        trickle);
  }
}
