package io.blinktwice.router;

import io.blinktwice.router.proxy.WorkspaceLimits;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.ArrayList;
import java.util.List;

/**
 * What one workspace may have of one gateway at a time; what is more is refused with {@code
 * RESOURCE_EXHAUSTED}.
 *
 * @param sessions of one workspace with a cluster and a client
 * @param operations calls of one workspace under way, without those that only tidy up
 * @param bytes of messages of one workspace on the heap, however large a single one is
 */
@ConfigurationProperties(WorkspaceLimits.SETTINGS)
@Requires(property = "blinktwice.roles.router", notEquals = "false")
public record WorkspaceLimitsConfig(
    @Bindable(defaultValue = "2000") int sessions,
    @Bindable(defaultValue = "2000") int operations,
    @Bindable(defaultValue = "33554432") long bytes) {
  private static final int MOST = 1_000_000;
  private static final long FEWEST_BYTES = 1 << 20;

  public WorkspaceLimitsConfig {
    List<String> problems = new ArrayList<>();
    if (sessions < 1 || sessions > MOST) {
      problems.add("sessions must lie between 1 and %d, not %d".formatted(MOST, sessions));
    }
    if (operations < 1 || operations > MOST) {
      problems.add("operations must lie between 1 and %d, not %d".formatted(MOST, operations));
    }
    if (bytes < FEWEST_BYTES) {
      problems.add("bytes must be at least %d, not %d".formatted(FEWEST_BYTES, bytes));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          WorkspaceLimits.SETTINGS + ": " + String.join("; ", problems));
    }
  }

  WorkspaceLimits limits() {
    return new WorkspaceLimits(sessions, operations, bytes);
  }
}
