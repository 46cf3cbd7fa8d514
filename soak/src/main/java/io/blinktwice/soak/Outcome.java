package io.blinktwice.soak;

import io.blinktwice.soak.decision.Violation;
import java.util.List;

/** What a soak found; nothing is what is hoped for. */
public record Outcome(long seed, List<Violation> violations) {
  public Outcome {
    violations = List.copyOf(violations);
  }

  public boolean isGood() {
    return violations.isEmpty();
  }
}
