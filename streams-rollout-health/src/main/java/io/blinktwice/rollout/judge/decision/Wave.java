package io.blinktwice.rollout.judge.decision;

import java.time.Instant;

/** The slice of draws {@code [from, to)} that a step of the rollout admitted, and when. */
public record Wave(double from, double to, Instant openedAt) {
  public Wave {
    if (!(from >= 0 && from < to && to <= 1)) {
      throw new IllegalArgumentException("no slice of the fleet: [" + from + ", " + to + ")");
    }
  }

  double width() {
    return to - from;
  }
}
