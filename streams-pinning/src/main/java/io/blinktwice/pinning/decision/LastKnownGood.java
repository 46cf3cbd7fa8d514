package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * The version to which a workload falls back.
 *
 * <p>It is the newest one that is stable for the fleet and on which this workload has a clean
 * record of its own; until there is one, what was stable when the current roll-out started. It
 * moves neither by one lucky run, nor by the fleet's verdict alone, nor while a release rolls out:
 * a weekly job stays protected long after a release was promoted.
 */
final class LastKnownGood {
  private LastKnownGood() {}

  /** Where a suspect failure is retried; a pinned workload is retried where it is pinned. */
  static @Nullable EngineVersion of(WorkloadState state, Fleet fleet) {
    Pin pin = state.pin();
    if (pin != null) {
      return pin.version();
    }
    EngineVersion own = state.lastKnownGood();
    return own != null && fleet.offers(own) ? own : fleet.stableBeforeCurrentRollout();
  }

  /** Where it moves to now that a run was clean; null where it stays. */
  static @Nullable EngineVersion movedTo(WorkloadState state, Fleet fleet, Policy policy) {
    if (fleet.anyRollingOut()) {
      return null;
    }
    EngineVersion newest = null;
    for (var entry : state.records().entrySet()) {
      boolean proven = entry.getValue().longest() >= policy.cleanRuns();
      if (proven && fleet.offers(entry.getKey())) {
        newest = entry.getKey();
      }
    }
    return newest == null || newest.equals(state.lastKnownGood()) ? null : newest;
  }
}
