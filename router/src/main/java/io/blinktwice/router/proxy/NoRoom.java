package io.blinktwice.router.proxy;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;

/** Nothing is wrong with a call: there is no room for it now, and there may be in a while. */
public final class NoRoom {
  /** A workspace has as much of the gateway as it may have. */
  public static final String WORKSPACE_LIMIT = "BLINKTWICE_WORKSPACE_LIMIT";

  private static final int RETRY_SECONDS = 10;

  private NoRoom() {}

  /** In the form of Spark's own errors, with the time after which newer clients try again. */
  public static StatusException error(String condition, String sentence) {
    com.google.rpc.Status status =
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
            .setMessage("[" + condition + "] " + sentence)
            .addDetails(
                com.google.protobuf.Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason(condition)
                        .setDomain("io.blinktwice")
                        .putMetadata("errorClass", condition)
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
