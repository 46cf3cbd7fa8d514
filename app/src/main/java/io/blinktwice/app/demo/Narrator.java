package io.blinktwice.app.demo;

import java.time.Duration;

/** Tells the story and what was checked of it, and how long each part took. */
final class Narrator {
  private static final int NANOS_OF_A_MILLI = 1_000_000;

  private final Audience audience;
  private final long began = System.nanoTime();
  private long stepBegan = began;
  private Duration budget = Duration.ZERO;
  private Duration allowed = Duration.ZERO;

  Narrator(Audience audience) {
    this.audience = audience;
  }

  /** The part before is over; this one should take no longer than its budget. */
  void act(String title, Duration budget) throws InterruptedException {
    rest();
    audience.chapter(title);
    this.budget = budget;
    this.allowed = allowed.plus(budget);
    this.stepBegan = System.nanoTime();
  }

  /** The last part is over, or nothing has begun. */
  void rest() {
    if (!budget.isZero()) {
      say("took %.1f s of %d s".formatted(secondsSince(stepBegan), budget.toSeconds()));
      budget = Duration.ZERO;
    }
  }

  /** All parts together. */
  void total() {
    rest();
    say(
        "the story took %.0f s; its parts together may take %d s"
            .formatted(secondsSince(began), allowed.toSeconds()));
  }

  private static double secondsSince(long nanos) {
    return (double) ((System.nanoTime() - nanos) / NANOS_OF_A_MILLI) / 1000;
  }

  void say(String sentence) {
    audience.line(sentence);
  }

  /** Something that was waited for has been seen. */
  void seen(String fact) {
    audience.line("  checked: " + fact);
  }

  /** Says that something was seen to hold, or ends the story. */
  void check(boolean holds, String expected, Object seen) throws DemoFailed {
    if (!holds) {
      throw new DemoFailed("expected: " + expected + "\n    seen: " + seen);
    }
    seen(expected);
  }
}
