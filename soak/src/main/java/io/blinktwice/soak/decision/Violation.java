package io.blinktwice.soak.decision;

/** Something that must not happen, and of what. */
public record Violation(Kind kind, String subject, String sentence) {
  /** What kind of promise was broken. */
  public enum Kind {
    LOST,
    DUPLICATED,
    UNEXPECTED,
    DISAGREEMENT,
    TOO_SLOW,
    DIED
  }

  @Override
  public String toString() {
    return "%s %s: %s".formatted(kind, subject, sentence);
  }
}
