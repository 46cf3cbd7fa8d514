package io.blinktwice.router.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failed call as it was seen on the wire; its message is redacted and bounded.
 *
 * @param exceptionChain the class that the server named and its ancestors
 * @param condition Spark's error condition, such as {@code CAST_INVALID_INPUT}
 */
public record CallFailure(
    String grpcStatus,
    @Nullable String exceptionClass,
    List<String> exceptionChain,
    @Nullable String condition,
    @Nullable String sqlState,
    String message,
    boolean messageTruncated) {

  public CallFailure {
    exceptionChain = List.copyOf(exceptionChain);
  }

  /** A failure that no server described: only the status and a sentence are known. */
  public static CallFailure undescribed(String grpcStatus, String sentence) {
    return new CallFailure(grpcStatus, null, List.of(), null, null, sentence, false);
  }

  /** Whether the server says that the client itself asked it to stop. */
  public boolean wasAskedFor() {
    return "OPERATION_CANCELED".equals(condition);
  }
}
