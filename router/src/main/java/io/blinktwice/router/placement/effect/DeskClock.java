package io.blinktwice.router.placement.effect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time as placement reckons with it: in seconds since the epoch. */
record DeskClock(InstantSource source) {
  /** Records that are older say nothing of the present. */
  private static final Duration NEWS = Duration.ofSeconds(30);

  double seconds() {
    return source.instant().toEpochMilli() / 1000.0;
  }

  Instant instant() {
    return source.instant();
  }

  /** By the brokers' clock. One that is off by more leaves a stale view, which is provided for. */
  boolean isNews(Instant at) {
    return Duration.between(at, source.instant()).compareTo(NEWS) < 0;
  }
}
