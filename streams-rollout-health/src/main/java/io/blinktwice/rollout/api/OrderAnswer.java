package io.blinktwice.rollout.api;

import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Order;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;

/**
 * What has come so far of something that is written, and sure to be looked at.
 *
 * @param status {@code decided} or {@code pending}: its effect has not been seen yet
 */
@Serdeable
public record OrderAnswer(
    String status,
    @Nullable RolloutAnswer decision,
    @Nullable String commandId,
    @Nullable String version) {
  private static final String PENDING = "pending";

  static OrderAnswer decided(RolloutChanged change) {
    return new OrderAnswer("decided", RolloutAnswer.of(change), null, null);
  }

  static OrderAnswer pending(Order order) {
    return new OrderAnswer(PENDING, null, order.commandId(), order.version().value());
  }

  static OrderAnswer pending(ReleaseEntry release) {
    return new OrderAnswer(PENDING, null, null, release.version().value());
  }
}
