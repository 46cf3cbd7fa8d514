package io.blinktwice.rollout.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blinktwice.contract.EngineVersion;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A release as the catalogue has it. */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReleaseAnswer(
    String version,
    @Nullable String predecessor,
    String engine,
    Map<String, String> sparkConf,
    List<String> jvmFlags,
    String registeredBy,
    Instant registeredAt) {

  /** The whole catalogue. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Catalogue(List<ReleaseAnswer> releases) {
    static Catalogue of(List<ReleaseEntry> releases) {
      return new Catalogue(releases.stream().map(ReleaseAnswer::of).toList());
    }
  }

  static ReleaseAnswer of(ReleaseEntry release) {
    EngineVersion predecessor = release.predecessor();
    return new ReleaseAnswer(
        release.version().value(),
        predecessor == null ? null : predecessor.value(),
        release.engine(),
        new TreeMap<>(release.sparkConf()),
        release.jvmFlags(),
        release.registeredBy(),
        release.registeredAt());
  }
}
