package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * The version to which a workload falls back: the newest one that is stable for the fleet and on
 * which this workload has a clean record of its own; until it has one, what was stable when the
 * current roll-out started.
 *
 * <p>So it moves neither by one lucky run nor by the fleet's verdict alone: a weekly job stays
 * protected long after a release was promoted.
 */
final class LastKnownGood {
  private LastKnownGood() {}

  static @Nullable EngineVersion of(WorkloadState state, Fleet fleet, Policy policy) {
    EngineVersion newest = null;
    for (var entry : state.records().entrySet()) {
      boolean clean = entry.getValue().inARow() >= policy.cleanRuns();
      if (clean && fleet.hasBeenPromoted(entry.getKey())) {
        newest = entry.getKey();
      }
    }
    return newest == null ? fleet.stableBeforeNewestRollout() : newest;
  }
}
