package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A failure as the wire showed it.
 *
 * @param status gRPC status code of the failed call
 * @param exceptionClass class that the server named
 * @param exceptionChain that class and its ancestors
 * @param condition Spark error condition, where the server sent one
 * @param sqlState five-character SQLSTATE, where the server sent one
 * @param message what the server said, in whatever form its release says it
 * @param exitCode of the process that ended, where it is known beside the message
 */
public record Failure(
    String status,
    @Nullable String exceptionClass,
    List<String> exceptionChain,
    @Nullable String condition,
    @Nullable String sqlState,
    String message,
    OptionalInt exitCode) {
  public Failure {
    exceptionChain = List.copyOf(exceptionChain);
  }

  /** Where no process is known to have ended. */
  public Failure(
      String status,
      @Nullable String exceptionClass,
      List<String> exceptionChain,
      @Nullable String condition,
      @Nullable String sqlState,
      String message) {
    this(status, exceptionClass, exceptionChain, condition, sqlState, message, OptionalInt.empty());
  }

  /** Where nothing but a text is known. */
  public static Failure ofText(String message) {
    return new Failure("", null, List.of(), null, null, message);
  }

  /** The same failure, of a process that ended with this code. */
  public Failure withExitCode(int code) {
    return new Failure(
        status, exceptionClass, exceptionChain, condition, sqlState, message, OptionalInt.of(code));
  }
}
