package io.blinktwice.pinning.decision;

/** What is known about the writes of an attempt, and so whether it may be run once more. */
public enum SideEffects {
  /** Nobody watched, so nothing is known. */
  UNKNOWN,
  /** The whole attempt was watched and nothing that writes was sent. */
  NONE_SEEN,
  MAY_HAVE_WRITTEN,
  DECLARED_IDEMPOTENT,
  DECLARED_APPEND;

  boolean allowAnotherAttempt() {
    return this == NONE_SEEN || this == DECLARED_IDEMPOTENT;
  }

  /** What is known after both were said: a declaration stays, a write once seen stays seen. */
  SideEffects and(SideEffects later) {
    if (this == DECLARED_IDEMPOTENT || this == DECLARED_APPEND) {
      return this;
    }
    if (later == DECLARED_IDEMPOTENT || later == DECLARED_APPEND) {
      return later;
    }
    if (this == MAY_HAVE_WRITTEN || later == MAY_HAVE_WRITTEN) {
      return MAY_HAVE_WRITTEN;
    }
    return later == UNKNOWN ? this : later;
  }
}
