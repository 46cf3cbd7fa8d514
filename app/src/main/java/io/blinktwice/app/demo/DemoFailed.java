package io.blinktwice.app.demo;

/** Something that the story promises did not happen; the message says what, and what was seen. */
public final class DemoFailed extends Exception {
  private static final long serialVersionUID = 1L;

  DemoFailed(String message) {
    super(message);
  }

  /** The same with what else is known. */
  DemoFailed with(String more) {
    return new DemoFailed(getMessage() + "\n    " + more);
  }
}
