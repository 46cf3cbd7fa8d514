package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.router.placement.decision.PlacementPolicy;
import io.blinktwice.router.placement.decision.Placer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A placer for each engine version: versions share no clusters. */
final class Placers {
  private final PlacementPolicy policy;
  private final Map<EngineVersion, Placer> placers = new HashMap<>();

  Placers(PlacementPolicy policy) {
    this.policy = policy;
  }

  Placer of(EngineVersion version) {
    return placers.computeIfAbsent(version, _ -> new Placer(policy));
  }

  List<EngineVersion> versions() {
    return List.copyOf(placers.keySet());
  }

  void forget(EngineVersion version) {
    placers.remove(version);
  }
}
