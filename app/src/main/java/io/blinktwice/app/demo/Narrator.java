package io.blinktwice.app.demo;

/** Tells the story and what was checked of it. */
final class Narrator {
  private final Audience audience;

  Narrator(Audience audience) {
    this.audience = audience;
  }

  void act(String title) {
    audience.chapter(title);
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
