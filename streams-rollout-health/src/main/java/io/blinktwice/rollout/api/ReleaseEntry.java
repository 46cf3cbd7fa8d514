package io.blinktwice.rollout.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A release as the catalogue has it.
 *
 * @param engine which pinned set of Spark jars it starts from
 * @param budget what its roll-outs may cost
 */
public record ReleaseEntry(
    EngineVersion version,
    @Nullable EngineVersion predecessor,
    String engine,
    Map<String, String> sparkConf,
    List<String> jvmFlags,
    ReleaseNotes notes,
    ReleaseBudget budget,
    String registeredBy,
    Instant registeredAt) {
  public ReleaseEntry {
    sparkConf = Map.copyOf(sparkConf);
    jvmFlags = List.copyOf(jvmFlags);
  }

  ReleaseEntry retired(ReleaseNotes.Retirement end) {
    return new ReleaseEntry(
        version,
        predecessor,
        engine,
        sparkConf,
        jvmFlags,
        notes.retired(end),
        budget,
        registeredBy,
        registeredAt);
  }
}
