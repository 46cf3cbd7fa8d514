package io.blinktwice.rollout.judge.decision;

import java.time.Duration;
import java.time.Instant;

/**
 * Ten seconds of events' time: news are heard beat by beat, in one order, so that a judge decides
 * the same however late or mixed up they came within the beat.
 */
public record Beat(long number) implements Comparable<Beat> {
  public static final Duration LENGTH = Duration.ofSeconds(10);

  public static Beat of(Instant time) {
    return new Beat(Math.floorDiv(time.toEpochMilli(), LENGTH.toMillis()));
  }

  public Instant start() {
    return Instant.ofEpochMilli(number * LENGTH.toMillis());
  }

  /** The first moment after it. */
  public Instant end() {
    return next().start();
  }

  public Beat next() {
    return new Beat(number + 1);
  }

  @Override
  public int compareTo(Beat other) {
    return Long.compare(number, other.number);
  }
}
