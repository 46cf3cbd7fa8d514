package io.blinktwice.classifier.decision;

import java.util.List;
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
 */
public record Failure(
    String status,
    @Nullable String exceptionClass,
    List<String> exceptionChain,
    @Nullable String condition,
    @Nullable String sqlState,
    String message) {
  public Failure {
    exceptionChain = List.copyOf(exceptionChain);
  }

  /** Where nothing but a text is known. */
  public static Failure ofText(String message) {
    return new Failure("", null, List.of(), null, null, message);
  }
}
