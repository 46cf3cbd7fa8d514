package io.blinktwice.router.wire;

import io.blinktwice.contract.EngineVersion;
import java.io.IOException;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SqlCommand;

/**
 * Lets clients of Spark 4 run SQL on servers of Spark 3.5: the one place where a request is changed
 * on its way.
 *
 * <p>Since 4.0 a client may put the text of {@code spark.sql(…)} into a relation of the command;
 * 3.5 only reads the command's own, since then deprecated, fields. They are filled from the
 * relation; what was there stays.
 */
public final class OlderEngines {
  private static final EngineVersion FIRST_WITH_INPUT = new EngineVersion("4.0.0");

  private OlderEngines() {}

  public static byte[] adapted(String method, byte[] message, EngineVersion engine) {
    if (!method.equals("ExecutePlan") || engine.compareTo(FIRST_WITH_INPUT) >= 0) {
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
