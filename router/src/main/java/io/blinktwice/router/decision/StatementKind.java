package io.blinktwice.router.decision;

/** What a statement can do to the world; later constants can do more. */
public enum StatementKind {
  /** Reads only. */
  READ,
  /** Changes what its session remembers, nothing outside of it. */
  SESSION_STATE,
  /** May change something that outlives the session, or cannot be judged. */
  MAY_WRITE;

  /** A statement made of two parts can do what either part can. */
  public StatementKind and(StatementKind other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
