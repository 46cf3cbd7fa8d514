package io.blinktwice.pinning.decision;

/**
 * What is known about the writes of an attempt, and so whether it may be run once more.
 *
 * <p>In the order of what outweighs what: what was seen later never makes an attempt safer, a
 * declaration outweighs what was seen, and of two declarations the careful one counts. So the order
 * in which reports arrive does not matter.
 */
public enum SideEffects {
  /** The whole attempt was watched and nothing that writes was sent. */
  NONE_SEEN,
  /** Nobody watched all of it, so nothing is known. */
  UNKNOWN,
  MAY_HAVE_WRITTEN,
  DECLARED_IDEMPOTENT,
  DECLARED_APPEND;

  boolean allowAnotherAttempt() {
    return this == NONE_SEEN || this == DECLARED_IDEMPOTENT;
  }

  private boolean isDeclared() {
    return this == DECLARED_IDEMPOTENT || this == DECLARED_APPEND;
  }

  /** What a report at the start is worth: nothing was watched yet, only a declaration counts. */
  SideEffects asOfTheStart() {
    return isDeclared() ? this : NONE_SEEN;
  }

  SideEffects and(SideEffects other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
