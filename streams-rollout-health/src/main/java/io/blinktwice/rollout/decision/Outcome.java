package io.blinktwice.rollout.decision;

import io.blinktwice.contract.DecisionId;

/** What becomes of a command. */
public sealed interface Outcome {
  /** It is carried out. */
  record Accepted(Event.RolloutChanged change) implements Outcome {}

  /** It is not carried out, and this is why. */
  record Refused(Event.CommandRefused refusal) implements Outcome {}

  /** It has been answered before. */
  record Repeated(DecisionId id) implements Outcome {}
}
