package io.blinktwice.pool.decision;

import java.time.Instant;
import java.util.Map;

/**
 * What an operation used, as its server said at its end.
 *
 * @param revision counts what was said of it, from 1
 * @param figures by the names that run events have for them
 */
public record OperationUse(
    String operation,
    String session,
    Outcome outcome,
    int revision,
    Instant startedAt,
    Instant endedAt,
    Map<String, Long> figures) {
  public OperationUse {
    figures = Map.copyOf(figures);
  }

  /** How it ended, as the server saw it. */
  public enum Outcome {
    FINISHED,
    FAILED,
    CANCELED,
    UNKNOWN
  }
}
