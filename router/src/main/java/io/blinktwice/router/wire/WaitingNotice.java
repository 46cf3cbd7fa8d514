package io.blinktwice.router.wire;

import java.util.UUID;
import org.apache.spark.connect.proto.ExecutePlanResponse;

/**
 * What the client of a waiting statement gets to see: an answer that says that nothing runs yet,
 * which newer clients show as progress and older ones pass over.
 */
public final class WaitingNotice {
  /** A client acknowledges answers by their id; without one it would give its statement up. */
  private static final String MARK = "blinktwice-waits-";

  public static final String QUEUE_FULL = "BLINKTWICE_QUEUE_FULL";

  private WaitingNotice() {}

  public static byte[] message(String session, String toldServer, String operation) {
    return ExecutePlanResponse.newBuilder()
        .setSessionId(session)
        .setServerSideSessionId(toldServer)
        .setOperationId(operation)
        .setResponseId(MARK + UUID.randomUUID())
        .setExecutionProgress(ExecutePlanResponse.ExecutionProgress.getDefaultInstance())
        .build()
        .toByteArray();
  }

  /** Whether this position is one in front of everything that a server has answered. */
  public static boolean isPosition(String responseId) {
    return responseId.startsWith(MARK);
  }
}
