package io.blinktwice.app;

/** What a person is told of a failure: the innermost cause's words, which know most. */
final class Sentence {
  private Sentence() {}

  static String of(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return "blinktwice: " + (message == null ? innermost.toString() : message);
  }
}
