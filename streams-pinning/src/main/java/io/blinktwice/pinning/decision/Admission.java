package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.WaveHash;
import org.jspecify.annotations.Nullable;

/**
 * The version that a workload would get if nothing but roll-outs and its environment mattered.
 *
 * <p>Of several releases on their way the newest admissible one wins; a workload is drawn for each
 * of them independently.
 */
final class Admission {
  private Admission() {}

  /** A version and the rule that offers it. */
  record Offer(EngineVersion version, Reason reason) {
    Offer(EngineVersion version, String rule, String sentence) {
      this(version, new Reason(rule, sentence));
    }
  }

  static @Nullable Offer of(WorkloadState state, Fleet fleet, EngineRange range) {
    for (EngineVersion release : fleet.underWayNewestFirst()) {
      Offer offer = range.supports(release) ? rollingOut(state, fleet, release) : null;
      if (offer != null) {
        return offer;
      }
    }
    return stable(fleet, range);
  }

  private static @Nullable Offer rollingOut(
      WorkloadState state, Fleet fleet, EngineVersion release) {
    Fleet.Rollout rollout = fleet.rollouts().get(release);
    if (rollout == null
        || rollout.keepsOff(state.workload().workspace())
        || !WaveHash.admitted(state.workload().fingerprint(), release, rollout.share())) {
      return null;
    }
    if (rollout.phase() == Fleet.Phase.ROLLING_OUT) {
      return new Offer(
          release, "rolling-out", "drawn into the roll-out of " + release + " by its hash");
    }
    return state.recordOn(release).inARow() > 0
        ? new Offer(
            release,
            "healthy-member-of-paused",
            "the roll-out of " + release + " is paused; this workload already ran clean on it")
        : null;
  }

  private static @Nullable Offer stable(Fleet fleet, EngineRange range) {
    EngineVersion stable = fleet.stable();
    if (stable != null && range.supports(stable) && !fleet.release(stable).retired()) {
      return new Offer(stable, "stable", stable + " is the fleet's stable version");
    }
    return fleet.promotedNewestFirst().stream()
        .filter(range::supports)
        .findFirst()
        .map(
            version ->
                new Offer(
                    version,
                    "newest-supported",
                    version + " is the newest promoted version that the environment supports"))
        .orElse(null);
  }

  /** What a probe may try: never a paused or aborted release. */
  static @Nullable EngineVersion toProbe(WorkloadState state, Fleet fleet, EngineRange range) {
    Offer offer = of(state, fleet, range);
    if (offer == null) {
      return null;
    }
    Fleet.Rollout rollout = fleet.rollouts().get(offer.version());
    return rollout != null && rollout.phase() == Fleet.Phase.PAUSED ? null : offer.version();
  }
}
