package io.blinktwice.pinning.ticket.effect;

import java.time.Duration;

/**
 * How long to wait before an attempt: twice as long each time, up to a bound, and between half and
 * the whole of it. Which part follows from the message's key, so that many messages to one receiver
 * do not come back together, and a replay waits alike.
 */
record RetryPauses(int attempts, Duration first, Duration longest) {
  static final RetryPauses ORDINARY =
      new RetryPauses(10, Duration.ofSeconds(1), Duration.ofMinutes(2));

  private static final int DOUBLINGS = 20;

  /** Before the second attempt and the ones after it. */
  Duration before(int attempt, String key) {
    Duration doubled = first.multipliedBy(1L << Math.min(attempt - 2, DOUBLINGS));
    Duration whole = doubled.compareTo(longest) > 0 ? longest : doubled;
    long half = whole.toMillis() / 2;
    long part = Math.floorMod((key + attempt).hashCode() * 2_654_435_761L, half + 1);
    return Duration.ofMillis(half + part);
  }
}
