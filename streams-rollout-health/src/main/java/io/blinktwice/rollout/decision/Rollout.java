package io.blinktwice.rollout.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * How far a release is let onto the fleet.
 *
 * @param share of the fleet that is admitted
 * @param stableBefore the fleet's stable version when this roll-out started; null for the first
 */
public record Rollout(State state, double share, @Nullable EngineVersion stableBefore) {
  /** Where a roll-out stands. */
  public enum State {
    ROLLING_OUT,
    PAUSED,
    STABLE,
    ABORTED
  }
}
