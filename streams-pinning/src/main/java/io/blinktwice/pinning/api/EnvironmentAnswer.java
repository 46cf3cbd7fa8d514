package io.blinktwice.pinning.api;

import io.blinktwice.events.Environment;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client environment as the catalogue has it. */
@Serdeable
public record EnvironmentAnswer(
    String version,
    String clientApi,
    String clientType,
    String runtime,
    Map<String, String> dependencies,
    @Nullable String oldestEngine,
    @Nullable String newestEngine,
    List<String> excludedEngines,
    String state,
    @Nullable String advice,
    String registeredBy,
    Instant registeredAt) {

  /** The whole catalogue. */
  @Serdeable
  public record Catalogue(List<EnvironmentAnswer> environments) {}

  static EnvironmentAnswer of(Environment environment) {
    return new EnvironmentAnswer(
        environment.getVersion(),
        environment.getClientApi(),
        environment.getClientType(),
        environment.getRuntime(),
        new TreeMap<>(environment.getDependencies()),
        environment.getOldestEngine(),
        environment.getNewestEngine(),
        environment.getExcludedEngines(),
        environment.getState().name().toLowerCase(Locale.ROOT),
        environment.getAdvice(),
        environment.getRegisteredBy(),
        environment.getRegisteredAt());
  }
}
