package io.blinktwice.router.wire;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
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
  private static final int RETRY_SECONDS = 10;

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

  /** Nothing is wrong with the statement: there is no room for it to wait now. */
  public static StatusException noRoom(String sentence) {
    com.google.rpc.Status status =
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
            .setMessage("[" + QUEUE_FULL + "] " + sentence)
            .addDetails(
                com.google.protobuf.Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason(QUEUE_FULL)
                        .setDomain("io.blinktwice")
                        .putMetadata("errorClass", QUEUE_FULL)
                        .build()))
            .addDetails(
                com.google.protobuf.Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(
                            com.google.protobuf.Duration.newBuilder().setSeconds(RETRY_SECONDS))
                        .build()))
            .build();
    StatusException refusal = StatusProto.toStatusException(status);
    Metadata trailers = refusal.getTrailers();
    return trailers == null
        ? refusal
        : Status.RESOURCE_EXHAUSTED.withDescription(status.getMessage()).asException(trailers);
  }
}
