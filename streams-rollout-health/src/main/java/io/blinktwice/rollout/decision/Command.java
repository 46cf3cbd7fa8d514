package io.blinktwice.rollout.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/** A person wants a roll-out changed. */
public sealed interface Command {
  Order order();

  default EngineVersion version() {
    return order().version();
  }

  /** Lets a share of the fleet onto the release. */
  record Start(Order order, double share) implements Command {}

  /** Lets a first share onto it, and then as much as the evidence allows. */
  record StartByEvidence(Order order) implements Command {}

  /** Lets a larger share onto it. */
  record Advance(Order order, double share) implements Command {}

  /** Lets nobody further onto it; who is there stays. */
  record Pause(Order order) implements Command {}

  /**
   * Goes on where it was paused, under a new budget.
   *
   * @param pauseBudget the chance of a wrong pause from here on; the release's own if absent
   */
  record Resume(Order order, @Nullable Double pauseBudget) implements Command {}

  /** Makes the release the version of the whole fleet. */
  record Promote(Order order) implements Command {}

  /** Moves everyone back. */
  record Abort(Order order) implements Command {}
}
