package io.blinktwice.pool.decision;

import java.time.Duration;

/**
 * When a lost server comes back: at once after a long life, later and later after short ones, and
 * not at all after too many short ones in a row.
 *
 * @param first how long the first wait is; each further one is twice as long
 * @param longest no wait is longer
 * @param shortLife a server that was ready for less counts as a quick failure
 * @param quickFailures this many in a row are too many
 */
public record RestartPolicy(
    Duration first, Duration longest, Duration shortLife, int quickFailures) {
  public static final RestartPolicy DEFAULT =
      new RestartPolicy(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60), 6);

  public RestartPolicy {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("waits have to be positive and must not shrink");
    }
    if (quickFailures < 1) {
      throw new IllegalArgumentException("give up after at least one quick failure");
    }
  }

  /**
   * Decides after a loss.
   *
   * @param before quick failures in a row before this one
   * @param ready how long the server had been ready
   */
  public RestartDecision after(int before, Duration ready) {
    if (ready.compareTo(shortLife) >= 0) {
      return new RestartDecision.Restart(first, 0);
    }
    int now = before + 1;
    if (now >= quickFailures) {
      return new RestartDecision.GiveUp(
          "%d times in a row it was lost before it had been ready for %d s"
              .formatted(now, shortLife.toSeconds()));
    }
    return new RestartDecision.Restart(waitAfter(now), now);
  }

  private Duration waitAfter(int failures) {
    Duration wait = first;
    for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
