package io.blinktwice.pool.decision;

import java.time.Duration;

/** Whether a server that was lost comes back. */
public sealed interface RestartDecision {
  /**
   * It does.
   *
   * @param quickFailures how many in a row it is now
   */
  record Restart(Duration after, int quickFailures) implements RestartDecision {}

  /** It does not: it would only fail again. */
  record GiveUp(String reason) implements RestartDecision {}
}
