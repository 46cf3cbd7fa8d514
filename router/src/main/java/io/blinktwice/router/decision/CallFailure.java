package io.blinktwice.router.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failed call as it was seen on the wire; its message is redacted and bounded.
 *
 * @param exceptionChain the class that the server named and its ancestors
 * @param condition Spark's error condition, such as {@code CAST_INVALID_INPUT}, or our own for a
 *     call that we refused
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

  /** We refused a call because no cluster of its version became ready. */
  public static CallFailure noCluster(String sentence) {
    return refusedHere("FAILED_PRECONDITION", "BLINKTWICE_NO_CLUSTER", sentence);
  }

  /** We refused a call because the server process that held its session is gone. */
  public static CallFailure clusterLost(String sentence) {
    return refusedHere("UNAVAILABLE", "BLINKTWICE_CLUSTER_LOST", sentence);
  }

  /** We refused a call because what was told of its cluster leads nowhere. */
  public static CallFailure clusterUnusable(String sentence) {
    return refusedHere("FAILED_PRECONDITION", "BLINKTWICE_CLUSTER_UNUSABLE", sentence);
  }

  /** We refused a call because nothing of its workspace may wait any more, or its client left. */
  public static CallFailure noPlace(String sentence) {
    return refusedHere("RESOURCE_EXHAUSTED", "BLINKTWICE_QUEUE_FULL", sentence);
  }

  /** We refused a call because its workspace has as much of the gateway as it may have. */
  public static CallFailure workspaceLimit(String sentence) {
    return refusedHere("RESOURCE_EXHAUSTED", "BLINKTWICE_WORKSPACE_LIMIT", sentence);
  }

  /** The last known good version answers with other columns than the client was told. */
  public static CallFailure otherSchema(String sentence) {
    return refusedHere("FAILED_PRECONDITION", "BLINKTWICE_OTHER_SCHEMA", sentence);
  }

  /** Such a failure says nothing about the engine; its condition tells the classifier so. */
  private static CallFailure refusedHere(String grpcStatus, String condition, String sentence) {
    return new CallFailure(grpcStatus, null, List.of(), condition, null, sentence, false);
  }

  /** Whether the server says that the client itself asked it to stop. */
  public boolean wasAskedFor() {
    return "OPERATION_CANCELED".equals(condition);
  }
}
