package io.blinktwice.rollout.api;

import io.blinktwice.contract.EngineVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A release as the catalogue has it.
 *
 * @param engine which pinned set of Spark jars it starts from
 */
public record ReleaseEntry(
    EngineVersion version,
    @Nullable EngineVersion predecessor,
    String engine,
    Map<String, String> sparkConf,
    List<String> jvmFlags,
    ReleaseNotes notes,
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
        registeredBy,
        registeredAt);
  }
}
