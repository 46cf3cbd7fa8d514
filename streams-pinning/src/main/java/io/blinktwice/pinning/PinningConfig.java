package io.blinktwice.pinning;

import io.blinktwice.pinning.decision.Policy;
import io.blinktwice.pinning.store.StoreFormat;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The policy that can be chosen for the role {@code pinning}.
 *
 * @param cleanRuns runs in a row without a failure that make a version good for a workload
 * @param maxAttempts tries of one run, the first included
 * @param firstBackoff pause before a retry on the same version; doubles with each attempt
 * @param validFor how long an answer of resolve may be used
 * @param storeFormat number of the format in which states are written; a new one only once every
 *     instance can read it
 */
@ConfigurationProperties("blinktwice.pinning")
@Requires(property = "blinktwice.roles.pinning", value = "true")
public record PinningConfig(
    @Bindable(defaultValue = "3") int cleanRuns,
    @Bindable(defaultValue = "3") int maxAttempts,
    @Bindable(defaultValue = "5s") Duration firstBackoff,
    @Bindable(defaultValue = "1m") Duration validFor,
    @Bindable(defaultValue = "1") int storeFormat) {

  public PinningConfig {
    List<String> problems = new ArrayList<>();
    if (cleanRuns < 1) {
      problems.add("clean-runs must be at least 1");
    }
    if (maxAttempts < 1) {
      problems.add("max-attempts must be at least 1");
    }
    if (firstBackoff.isNegative() || validFor.isNegative()) {
      problems.add("first-backoff and valid-for must not be negative");
    }
    try {
      StoreFormat.numbered(storeFormat);
    } catch (IllegalArgumentException e) {
      problems.add("store-format: " + e.getMessage());
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("blinktwice.pinning: " + String.join("; ", problems));
    }
  }

  StoreFormat format() {
    return StoreFormat.numbered(storeFormat);
  }

  Policy policy() {
    return new Policy(cleanRuns, maxAttempts, firstBackoff, validFor);
  }
}
