package io.blinktwice.rollout.topology;

import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Event;

/** What the decision is told of, from either topic. */
sealed interface Input {
  /** A person wants something. */
  record Wanted(Command command) implements Input {}

  /** The catalogue changed. */
  record Happened(Event event) implements Input {}
}
