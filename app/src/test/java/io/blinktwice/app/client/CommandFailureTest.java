package io.blinktwice.app.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommandFailureTest {
  @Test
  void whatAJvmSaysIsTakenApart() {
    CommandFailure failure =
        CommandFailure.of(
            """
            26/01/01 00:00:00 INFO SparkContext: Running Spark version 4.2.0
            Exception in thread "main" org.apache.spark.SparkNumberFormatException: [CAST_INVALID_INPUT] The value 'x' of the type "STRING" cannot be cast to "INT". SQLSTATE: 22018
            == SQL (line 1, position 8) ==
            	at org.apache.spark.sql.errors.QueryExecutionErrors$.invalid(QueryExecutionErrors.scala:145)
            26/01/01 00:00:01 INFO ShutdownHookManager: Shutdown hook called
            """,
            1);
    assertEquals("org.apache.spark.SparkNumberFormatException", failure.exceptionClass());
    assertEquals("CAST_INVALID_INPUT", failure.condition());
    assertEquals("22018", failure.sqlState());
    assertTrue(failure.message().startsWith("[CAST_INVALID_INPUT] The value"), failure.message());
    assertTrue(failure.trace().contains("QueryExecutionErrors.scala:145"), failure.trace());
  }

  @Test
  void whatPythonSaysLastIsTheFailure() {
    CommandFailure failure =
        CommandFailure.of(
            """
            Traceback (most recent call last):
              File "etl.py", line 3, in <module>
            pyspark.errors.exceptions.connect.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table `x` cannot be found. SQLSTATE: 42P01
            """,
            1);
    assertEquals("pyspark.errors.exceptions.connect.AnalysisException", failure.exceptionClass());
    assertEquals("TABLE_OR_VIEW_NOT_FOUND", failure.condition());
    assertEquals("42P01", failure.sqlState());
  }

  @Test
  void aCommandThatNamesNoExceptionFailedWithItsExitCodeAndItsLastWords() {
    CommandFailure failure = CommandFailure.of("reading\ncannot open org.example.Files\n", 3);
    assertNull(failure.exceptionClass());
    assertEquals(
        "the command ended with exit code 3: cannot open org.example.Files", failure.message());
    assertEquals(
        "the command ended with exit code 7",
        CommandFailure.of("", 7).json().path("message").asText());
  }
}
