package io.blinktwice.rollout.judge.decision;

import java.time.Duration;
import java.time.Instant;

/**
 * All that is kept per (release, unit): clean runs since the rollout began, when the last of them
 * started, and whether the unit has left the experiment because it has bet, or was pinned.
 */
public record UnitRecord(int cleanRuns, Instant lastClean, boolean left) {
  public static final UnitRecord NEW = new UnitRecord(0, Instant.MIN, false);

  UnitRecord afterClean(Instant startedAt) {
    Instant last = startedAt.isAfter(lastClean) ? startedAt : lastClean;
    return new UnitRecord(cleanRuns + 1, last, left);
  }

  /** Pinned, confined or bet: it is in neither arm any more. */
  public UnitRecord leave() {
    return new UnitRecord(cleanRuns, lastClean, true);
  }

  /**
   * About how many clean runs it had since then: exact for none, in proportion to time otherwise,
   * which spares a counter per wave. Looks at no arm, hence harmless to validity.
   */
  int cleanRunsSince(Instant since, Instant rolloutBegan, Instant now) {
    if (cleanRuns == 0 || lastClean.isBefore(since)) {
      return 0;
    }
    double whole = Math.max(1, Duration.between(rolloutBegan, now).toMillis());
    double part = Duration.between(since, now).toMillis() / whole;
    return Math.max(1, (int) Math.round(cleanRuns * Math.min(1, part)));
  }
}
