package io.blinktwice.door;

import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import org.sparkproject.connect.grpc.Metadata;
import org.sparkproject.connect.grpc.Status;

/**
 * Makes a server of Spark 3.5 forget a session, which no method of its service does: else it has
 * each for an hour after its last call, and nobody can tell that from use.
 */
final class SessionForgetting {
  /** User and session, with a zero byte between them. */
  static final Metadata.Key<byte[]> HEADER =
      Metadata.Key.of("x-blinktwice-forget-session-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final String SERVICE = "org.apache.spark.sql.connect.service.SparkConnectService$";

  private SessionForgetting() {}

  static Status forget(byte[] named) {
    String[] names = new String(named, StandardCharsets.UTF_8).split("\0", -1);
    if (names.length != 2) {
      return Status.INVALID_ARGUMENT.withDescription("no user and session are named");
    }
    try {
      Class<?> service = Class.forName(SERVICE);
      service
          .getMethod("invalidateSession", String.class, String.class)
          .invoke(service.getField("MODULE$").get(null), names[0], names[1]);
      return Status.OK;
    } catch (InvocationTargetException e) {
      return Status.INTERNAL.withDescription("the session was not forgotten: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      return Status.UNIMPLEMENTED.withDescription(
          "this Spark has a method of its own for it, ReleaseSession");
    }
  }
}
