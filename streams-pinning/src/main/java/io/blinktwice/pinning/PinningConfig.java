package io.blinktwice.pinning;

import io.blinktwice.pinning.decision.Policy;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be chosen for the role {@code pinning}.
 *
 * @param stateDirectory where RocksDB lies; each instance has its own
 * @param instance stable name of this instance
 * @param advertised {@code host:port} under which other instances reach its HTTP API
 * @param cleanRuns runs in a row without a failure that make a version good for a workload
 * @param maxAttempts tries of one run, the first included
 * @param firstBackoff pause before a retry on the same version; doubles with each attempt
 * @param validFor how long an answer of resolve may be used
 */
@ConfigurationProperties("blinktwice.pinning")
@Requires(property = "blinktwice.roles.pinning", value = "true")
public record PinningConfig(
    Path stateDirectory,
    @Bindable(defaultValue = "0") String instance,
    String advertised,
    @Bindable(defaultValue = "3") int cleanRuns,
    @Bindable(defaultValue = "3") int maxAttempts,
    @Bindable(defaultValue = "5s") Duration firstBackoff,
    @Bindable(defaultValue = "1m") Duration validFor) {

  public PinningConfig {
    List<String> problems = new ArrayList<>();
    if (!advertised.matches("[^:\\s]+:\\d{1,5}")) {
      problems.add("advertised must look like host:port, not '" + advertised + "'");
    }
    if (!instance.matches("[A-Za-z0-9._-]{1,64}")) {
      problems.add("instance must be 1 to 64 letters, digits, dots or dashes");
    }
    if (cleanRuns < 1) {
      problems.add("clean-runs must be at least 1");
    }
    if (maxAttempts < 1) {
      problems.add("max-attempts must be at least 1");
    }
    if (firstBackoff.isNegative() || validFor.isNegative()) {
      problems.add("first-backoff and valid-for must not be negative");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("blinktwice.pinning: " + String.join("; ", problems));
    }
  }

  Policy policy() {
    return new Policy(cleanRuns, maxAttempts, firstBackoff, validFor);
  }
}
