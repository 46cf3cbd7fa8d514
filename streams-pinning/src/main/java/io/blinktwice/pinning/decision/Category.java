package io.blinktwice.pinning.decision;

/** Whose failure the classifier says it is. */
public enum Category {
  USER,
  INFRASTRUCTURE,
  SYSTEM,
  /** The classifier is not sure. */
  UNDECIDED
}
