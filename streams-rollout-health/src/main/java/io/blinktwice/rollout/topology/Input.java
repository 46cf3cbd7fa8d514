package io.blinktwice.rollout.topology;

import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Event;
import io.blinktwice.rollout.store.NewsPage;

/** What the decision is told of. */
sealed interface Input {
  /** A person wants something. */
  record Wanted(Command command) implements Input {}

  /** The catalogue changed. */
  record Happened(Event event) implements Input {}

  /** Workloads ran. */
  record Told(NewsPage page) implements Input {}
}
