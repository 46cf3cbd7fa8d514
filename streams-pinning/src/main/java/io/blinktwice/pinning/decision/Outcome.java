package io.blinktwice.pinning.decision;

import java.util.List;

/** The state after an observation, and the changes that led there. */
public record Outcome(WorkloadState next, List<Change> changes) {
  public Outcome {
    changes = List.copyOf(changes);
  }
}
