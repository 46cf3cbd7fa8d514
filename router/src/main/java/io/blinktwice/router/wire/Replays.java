package io.blinktwice.router.wire;

import java.io.IOException;
import java.util.UUID;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.FetchErrorDetailsRequest;
import org.apache.spark.connect.proto.ReleaseExecuteRequest;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.UserContext;

/** Requests that the gateway sends of its own accord. */
public final class Replays {
  private static final String CLIENT = "blinktwice-gateway";

  private Replays() {}

  /**
   * A request of a session as it is sent to make the session again: nobody will attach to it, and
   * its operation is another.
   */
  public static byte[] again(String method, byte[] request) {
    if (!method.equals("ExecutePlan")) {
      return SessionIds.unobserved(method, request);
    }
    try {
      return ExecutePlanRequest.parseFrom(SparkRequest.input(request)).toBuilder()
          .clearClientObservedServerSideSessionId()
          .clearRequestOptions()
          .setOperationId(UUID.randomUUID().toString())
          .build()
          .toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("it was read when it was recorded", e);
    }
  }

  /** The cheapest question that a server answers in a session. */
  public static byte[] versionQuestion(String session, String user) {
    return AnalyzePlanRequest.newBuilder()
        .setSessionId(session)
        .setUserContext(UserContext.newBuilder().setUserId(user))
        .setClientType(CLIENT)
        .setSparkVersion(AnalyzePlanRequest.SparkVersion.getDefaultInstance())
        .build()
        .toByteArray();
  }

  /** Gives an operation back, whatever is left of it. */
  public static byte[] release(String session, String user, String operation) {
    return ReleaseExecuteRequest.newBuilder()
        .setSessionId(session)
        .setUserContext(UserContext.newBuilder().setUserId(user))
        .setOperationId(operation)
        .setReleaseAll(ReleaseExecuteRequest.ReleaseAll.getDefaultInstance())
        .build()
        .toByteArray();
  }

  /** All that a server knows of an error. */
  public static byte[] errorDetails(String session, String user, String errorId) {
    return FetchErrorDetailsRequest.newBuilder()
        .setSessionId(session)
        .setUserContext(UserContext.newBuilder().setUserId(user))
        .setErrorId(errorId)
        .setClientType(CLIENT)
        .build()
        .toByteArray();
  }

  /** The error that a client asks for; empty when it cannot be read. */
  public static String errorAskedFor(byte[] request) {
    try {
      return FetchErrorDetailsRequest.parseFrom(request).getErrorId();
    } catch (IOException e) {
      return "";
    }
  }

  /** Releases a session that may come back under its id. */
  public static byte[] release(String session, String user) {
    return ReleaseSessionRequest.newBuilder()
        .setSessionId(session)
        .setUserContext(UserContext.newBuilder().setUserId(user))
        .setClientType(CLIENT)
        .setAllowReconnect(true)
        .build()
        .toByteArray();
  }
}
