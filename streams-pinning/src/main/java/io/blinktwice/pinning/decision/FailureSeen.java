package io.blinktwice.pinning.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure as it was seen on the wire; kept as evidence, not judged here. */
public record FailureSeen(
    String grpcStatus,
    @Nullable String exceptionClass,
    List<String> exceptionChain,
    @Nullable String condition,
    @Nullable String sqlState,
    String message,
    boolean messageTruncated) {
  public FailureSeen {
    exceptionChain = List.copyOf(exceptionChain);
  }
}
