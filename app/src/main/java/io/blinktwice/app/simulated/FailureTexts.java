package io.blinktwice.app.simulated;

import io.blinktwice.events.WireError;
import io.blinktwice.simulator.FleetScript.Ending;
import io.blinktwice.simulator.FleetScript.Turn;
import java.util.List;

/**
 * How simulated failures look on the wire: a release breaks workloads in three ways, so that there
 * are three tickets; flakes are partly the infrastructure's; what always fails is its user's.
 */
final class FailureTexts {
  private static final List<WireError> OF_THE_RELEASE =
      List.of(
          error(
              "org.apache.spark.SparkNumberFormatException",
              "CAST_INVALID_INPUT",
              "22018",
              "[CAST_INVALID_INPUT] The value 'n/a' of the type \"STRING\" cannot be cast to"
                  + " \"INT\" because it is malformed. SQLSTATE: 22018"),
          error(
              "org.apache.spark.SparkException",
              "INTERNAL_ERROR",
              "XX000",
              "[INTERNAL_ERROR] The Spark SQL phase planning failed with an internal error. You hit"
                  + " a bug in Spark or the Spark plugins you use. SQLSTATE: XX000"),
          error(
              "java.lang.IllegalStateException",
              "",
              "",
              "Couldn't find window_time#88 in [key#80,value#81L]"));

  private static final WireError INTERNAL =
      error(
          "org.apache.spark.SparkException",
          "INTERNAL_ERROR_BROADCAST",
          "XX000",
          "[INTERNAL_ERROR_BROADCAST] A task has lost block broadcast_12_piece0 and could not fetch"
              + " it again. SQLSTATE: XX000");

  private static final WireError LOST_EXECUTOR =
      error(
          "org.apache.spark.SparkException",
          "",
          "",
          "Job aborted due to stage failure: Task 3 in stage 7.0 failed 4 times, most recent"
              + " failure: Lost task 3.3 (executor 5): ExecutorLostFailure (executor 5 exited"
              + " caused by one of the running tasks) Reason: worker lost");

  private static final WireError OF_ITS_USER =
      error(
          "org.apache.spark.sql.AnalysisException",
          "TABLE_OR_VIEW_NOT_FOUND",
          "42P01",
          "[TABLE_OR_VIEW_NOT_FOUND] The table or view `staging`.`orders` cannot be found."
              + " SQLSTATE: 42P01");

  private FailureTexts() {}

  /** For an attempt that did not succeed. */
  static WireError of(Turn turn, Ending ending) {
    return switch (ending) {
      case SUCCEEDED -> throw new IllegalArgumentException("it has not failed: " + turn);
      case REGRESSED -> OF_THE_RELEASE.get(turn.owner().number() % OF_THE_RELEASE.size());
      case FLAKED -> turn.number() % 4 == 0 ? LOST_EXECUTOR : INTERNAL;
      case BROKEN_ANYWAY -> OF_ITS_USER;
    };
  }

  private static WireError error(String type, String condition, String sqlState, String message) {
    return WireError.newBuilder()
        .setGrpcStatus("INTERNAL")
        .setExceptionClass(type)
        .setCondition(condition.isEmpty() ? null : condition)
        .setSqlState(sqlState.isEmpty() ? null : sqlState)
        .setMessage(message)
        .build();
  }
}
