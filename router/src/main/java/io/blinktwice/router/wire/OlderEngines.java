package io.blinktwice.router.wire;

import io.blinktwice.contract.EngineVersion;
import io.grpc.Metadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SqlCommand;

/**
 * Lets clients of Spark 4 run SQL on servers of Spark 3.5: the one place where a request is changed
 * on its way. And lets such a server forget a session, for which it has no method: its door does
 * that, asked by a header.
 *
 * <p>Since 4.0 a client may put the text of {@code spark.sql(…)} into a relation of the command;
 * 3.5 only reads the command's own, since then deprecated, fields. They are filled from the
 * relation; what was there stays.
 */
public final class OlderEngines {
  /** For the door of a server: user and session, with a zero byte between them. */
  public static final Metadata.Key<byte[]> FORGET =
      Metadata.Key.of("x-blinktwice-forget-session-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final EngineVersion FIRST_OF_FOUR = new EngineVersion("4.0.0");

  private OlderEngines() {}

  public static byte[] adapted(String method, byte[] message, EngineVersion engine) {
    if (!method.equals("ExecutePlan") || engine.compareTo(FIRST_OF_FOUR) >= 0) {
      return message;
    }
    try {
      ExecutePlanRequest request = ExecutePlanRequest.parseFrom(SparkRequest.input(message));
      return isOnlyInput(request) ? filled(request).toByteArray() : message;
    } catch (IOException e) {
      // The server will say what is wrong with it.
      return message;
    }
  }

  /** Whether it has the method {@code ReleaseSession}. */
  public static boolean releasesSessions(EngineVersion engine) {
    return engine.compareTo(FIRST_OF_FOUR) >= 0;
  }

  public static byte[] forgetting(String user, String session) {
    return (user + "\0" + session).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isOnlyInput(ExecutePlanRequest request) {
    SqlCommand sql = request.getPlan().getCommand().getSqlCommand();
    return sql.getSql().isEmpty() && sql.getInput().hasSql();
  }

  private static ExecutePlanRequest filled(ExecutePlanRequest request) {
    Command command = request.getPlan().getCommand();
    SQL text = command.getSqlCommand().getInput().getSql();
    SqlCommand filled =
        command.getSqlCommand().toBuilder()
            .setSql(text.getQuery())
            .putAllArgs(text.getArgsMap())
            .addAllPosArgs(text.getPosArgsList())
            .putAllNamedArguments(text.getNamedArgumentsMap())
            .addAllPosArguments(text.getPosArgumentsList())
            .build();
    return request.toBuilder()
        .setPlan(
            request.getPlan().toBuilder().setCommand(command.toBuilder().setSqlCommand(filled)))
        .build();
  }
}
