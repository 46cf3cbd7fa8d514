package io.blinktwice.app;

import io.blinktwice.app.client.ApiRefused;
import io.blinktwice.app.server.Surroundings;
import io.blinktwice.runtime.instance.StateFolder;
import io.blinktwice.runtime.kafka.TopicSetup;

/**
 * What a person is told of a failure: our own words for what is outside, else the innermost
 * cause's, which know most.
 */
final class Sentence {
  private Sentence() {}

  static String of(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null
        && innermost.getCause() != innermost
        && !isOfSurroundings(innermost)) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return "blinktwice: " + (message == null ? innermost.toString() : message);
  }

  /** What a script is told. */
  static int exitCodeOf(Throwable failure) {
    if (failure instanceof ApiRefused refused) {
      return refused.exitCode();
    }
    Throwable cause = failure;
    while (cause != null && cause.getCause() != cause) {
      if (isOfSurroundings(cause)) {
        return ExitCode.NOT_FIT;
      }
      cause = cause.getCause();
    }
    return ExitCode.FAILED;
  }

  private static boolean isOfSurroundings(Throwable failure) {
    return failure instanceof Surroundings.Unreachable
        || failure instanceof TopicSetup.Unfit
        || failure instanceof StateFolder.Unusable;
  }
}
