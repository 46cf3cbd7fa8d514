package io.blinktwice.router.decision;

import java.util.List;

/** What follows from an observation: the next state, and what is published. */
public record Outcome(AttemptState next, List<AttemptEvent> events) {
  public Outcome {
    events = List.copyOf(events);
  }
}
