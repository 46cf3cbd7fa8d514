package io.blinktwice.router.decision;

/** What a request that succeeds leaves behind in its session. */
public sealed interface SessionEffect {
  SessionEffect NONE = new None();
  SessionEffect REMEMBERED = new Remembered();

  record None() implements SessionEffect {}

  /** Sending the same request again, in order, makes the same state elsewhere. */
  record Remembered() implements SessionEffect {}

  /**
   * Something that no request can make again elsewhere.
   *
   * @param why what it is, for people
   */
  record Binds(String why) implements SessionEffect {}

  /** What two parts of a request leave behind. */
  default SessionEffect and(SessionEffect other) {
    return switch (this) {
      case None _ -> other;
      case Remembered _ -> other instanceof Binds ? other : this;
      case Binds _ -> this;
    };
  }
}
