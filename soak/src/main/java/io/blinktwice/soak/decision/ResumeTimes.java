package io.blinktwice.soak.decision;

import java.time.Duration;
import java.util.List;

/** How long the disturbances held processing up, and whether that is short enough. */
public record ResumeTimes(List<Duration> times) {
  public static final Duration P95_BOUND = Duration.ofSeconds(15);
  public static final Duration LONGEST_BOUND = Duration.ofSeconds(30);

  public ResumeTimes {
    times = times.stream().sorted().toList();
  }

  /** By nearest rank: the smallest time that so many percent do not exceed. */
  public Duration percentile(int percent) {
    if (times.isEmpty()) {
      return Duration.ZERO;
    }
    int rank = Math.ceilDiv(times.size() * percent, 100);
    return times.get(Math.max(rank, 1) - 1);
  }

  public Duration longest() {
    return times.isEmpty() ? Duration.ZERO : times.getLast();
  }

  public boolean areShortEnough() {
    return percentile(95).compareTo(P95_BOUND) <= 0 && longest().compareTo(LONGEST_BOUND) <= 0;
  }
}
