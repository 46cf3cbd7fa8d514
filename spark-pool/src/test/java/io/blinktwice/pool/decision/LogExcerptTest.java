package io.blinktwice.pool.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.pool.decision.ConfigurationDiff.Launched;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogExcerptTest {
  /** As a Spark 4.2.0 server writes it. */
  private static final String FAILURE =
      """
      26/11/20 19:01:02 INFO SparkConnectServer: Spark Connect server started at: 127.0.0.1:40111
      26/11/20 19:01:07 WARN JdbcUtils: connecting to jdbc:postgresql://db/x?user=ada&password=hunter2
      26/11/20 19:01:09 ERROR ErrorUtils: Spark Connect RPC error during: execute. UserId: ada.
      org.apache.spark.SparkNumberFormatException: [CAST_INVALID_INPUT] The value 'abc' cannot be cast
      \tat org.apache.spark.sql.errors.QueryExecutionErrors$.invalidInputInCastToNumberError(QueryExecutionErrors.scala:145)
      \tat org.apache.spark.sql.catalyst.util.UTF8StringUtils$.withException(UTF8StringUtils.scala:51)
      26/11/20 19:01:10 INFO SparkConnectService: session closed
      """;

  @Test
  void showsWhatStandsAroundTheFailureWithoutSecrets() {
    LogExcerpt excerpt = LogExcerpt.around(List.of("CAST_INVALID_INPUT"), noise(500) + FAILURE);
    assertTrue(excerpt.found());
    assertTrue(excerpt.truncated());
    assertTrue(excerpt.text().contains("invalidInputInCastToNumberError"), excerpt.text());
    assertTrue(excerpt.text().contains("ErrorUtils"), excerpt.text());
    assertFalse(excerpt.text().contains("hunter2"), excerpt.text());
    assertFalse(excerpt.text().contains("line 400\n"), excerpt.text());
  }

  @Test
  void theLastFailureCounts() {
    LogExcerpt excerpt =
        LogExcerpt.around(List.of("CAST_INVALID_INPUT"), FAILURE + noise(300) + FAILURE);
    assertEquals(1, excerpt.text().split("RPC error during", -1).length - 1);
  }

  @Test
  void withoutAWordOfItTheEndIsShown() {
    LogExcerpt excerpt = LogExcerpt.around(List.of("NO_SUCH"), noise(1_000));
    assertFalse(excerpt.found());
    assertTrue(excerpt.text().endsWith("line 999\n"));
  }

  @Test
  void staysSmallWhateverTheLogIs() {
    String wide = ("x".repeat(100_000) + "\n").repeat(300);
    assertTrue(LogExcerpt.around(List.of(), wide).text().length() < 52 << 10);
    assertEquals("", LogExcerpt.around(List.of("a"), "").text());
  }

  @Test
  void aDiffNamesWhatOnlyOneOfTheTwoHas() {
    String diff =
        ConfigurationDiff.of(
            new Launched("4.2.0", List.of("-Da=1", "-Dsame=1", "jar spark-core_2.13-4.2.0.jar")),
            new Launched("3.5.7", List.of("-Da=2", "-Dsame=1", "-Dkey.password=hunter2")));
    assertEquals(
        List.of(
            "- 4.2.0",
            "+ 3.5.7",
            "- -Da=1",
            "- jar spark-core_2.13-4.2.0.jar",
            "+ -Da=2",
            "+ -Dkey.password=***"),
        diff.lines().toList());
  }

  private static String noise(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(line -> "26/11/20 19:00:00 INFO Noise: line " + line + "\n")
        .collect(Collectors.joining());
  }
}
