package io.blinktwice.router;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What can be chosen for placement.
 *
 * @param waitingPerWorkspace statements of one workspace that may wait for a place at a time; what
 *     is more is refused with {@code RESOURCE_EXHAUSTED}
 */
@ConfigurationProperties("blinktwice.placement")
@Requires(property = "blinktwice.roles.router", notEquals = "false")
public record PlacementConfig(@Bindable(defaultValue = "1000") int waitingPerWorkspace) {
  private static final int MOST = 100_000;

  public PlacementConfig {
    if (waitingPerWorkspace < 1 || waitingPerWorkspace > MOST) {
      throw new IllegalArgumentException(
          "blinktwice.placement: waiting-per-workspace must lie between 1 and %d, not %d"
              .formatted(MOST, waitingPerWorkspace));
    }
  }
}
