package io.blinktwice.classifier.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.testkit.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must hold between rules, on texts as servers of 3.5 and 4.2 really send them. */
class ClassifierTest {
  private static final Classifier RULES = new Classifier(BuiltIn.knowledge());

  private static final String ALPHABET = "aE.:[]'\"`\n\t /(0_$SQLatException: Caused by \u0000é😀";

  @Test
  void readsTheConditionOfThreeFiveFromItsText() {
    Failure failure =
        new Failure(
            "INTERNAL",
            "org.apache.spark.SparkRuntimeException",
            List.of("org.apache.spark.SparkRuntimeException", "java.lang.RuntimeException"),
            null,
            null,
            "[DUPLICATED_MAP_KEY] Duplicate map key 1 was found, please check the input data.");

    assertEquals(Category.USER, RULES.classify(failure).category());
  }

  @Test
  void readsTheConditionBehindTheClassThatAPythonClientPuts() {
    Classification judged =
        RULES.classify(
            Failure.ofText(
                "SparkConnectGrpcException: (org.apache.spark.SparkSQLException)"
                    + " [INVALID_HANDLE.SESSION_NOT_FOUND] The handle is invalid. SQLSTATE: HY000"));

    assertEquals("INVALID_HANDLE.SESSION_NOT_FOUND", judged.condition());
    assertEquals(Category.INFRASTRUCTURE, judged.category());
  }

  @Test
  void readsTheStatusThatAClientPrints() {
    Classification python =
        RULES.classify(
            Failure.ofText(
                "<_InactiveRpcError of RPC that terminated with:\n"
                    + "\tstatus = StatusCode.UNAUTHENTICATED\n\tdetails = \"no token\""));
    Classification jvm =
        RULES.classify(Failure.ofText("io.grpc.StatusRuntimeException: UNAVAILABLE: io exception"));

    assertEquals("ServerRefusedTheCaller", python.reasons().getFirst().rule());
    assertEquals("ServerWasLost", jvm.reasons().getFirst().rule());
  }

  @Test
  void findsTheConditionInsideAFailedStage() {
    String text =
        "Job aborted due to stage failure: Task 0 in stage 53.0 failed 1 times, most recent"
            + " failure: Lost task 0.0 in stage 53.0 (TID 56) (localhost executor driver):"
            + " org.apache.spark.SparkRuntimeException: [DUPLICATED_MAP_KEY] Duplicate map key 1.";

    assertEquals(
        "ConditionIsAboutTheStatement",
        RULES.classify(Failure.ofText(text)).reasons().getFirst().rule());
  }

  @Test
  void takesAConditionThatAnOlderClientCannotReadForWhatTheServerMeant() {
    Classification judged =
        RULES.classify(
            Failure.ofText(
                "org.apache.spark.SparkException: [INTERNAL_ERROR] Cannot find main error class"
                    + " 'REMAINDER_BY_ZERO' SQLSTATE: XX000"));

    assertEquals(Category.USER, judged.category());
  }

  @Test
  void looksBehindTheErrorThatAClientMakesUpForAnOlderServer() {
    Classification judged =
        RULES.classify(
            Failure.ofText(
                "org.apache.spark.SparkRuntimeException:"
                    + " [CONNECT_CLIENT_UNEXPECTED_MISSING_SQL_STATE] Unidentified Error:"
                    + " [INVALID_PARAMETER_VALUE.PATTERN] The value of parameter(s) `regexp` is"
                    + " invalid: '('. SQLSTATE: XXKCM"));

    assertEquals(Category.USER, judged.category());
  }

  @Test
  void namesTheCauseThatAnInternalErrorWraps() {
    Classification judged =
        RULES.classify(
            Failure.ofText(
                "[INTERNAL_ERROR_SHUFFLE] Cannot write. SQLSTATE: XX000\n"
                    + "\tat org.apache.spark.Shuffle.write(Shuffle.scala:1)\n"
                    + "Caused by: java.io.IOException: No space left on device\n"
                    + "\tat java.base/java.io.FileOutputStream.writeBytes(Native Method)"));

    assertEquals(Category.INFRASTRUCTURE, judged.category());
  }

  @Test
  void doesNotBelieveWhatTheStatementOnlyQuotes() {
    Failure failure =
        new Failure(
            "INTERNAL",
            "org.apache.spark.sql.catalyst.parser.ParseException",
            List.of(),
            null,
            null,
            "\n[PARSE_SYNTAX_ERROR] Syntax error at or near 'Connection refused'.(line 1, pos 0)"
                + "\n\n== SQL ==\nNo space left on device java.lang.OutOfMemoryError\n^^^\n");

    Classification judged = RULES.classify(failure);
    assertEquals(Category.USER, judged.category());
    assertFalse(judged.memoryRanOut());
  }

  @Test
  void flagsMemoryBesideACertainCategory() {
    Classification judged =
        RULES.classify(
            new Failure(
                "INTERNAL",
                "org.apache.spark.SparkException",
                List.of(),
                "COLLECTION_SIZE_LIMIT_EXCEEDED",
                "54000",
                "Cannot grow.\nCaused by: java.lang.OutOfMemoryError: Java heap space"));

    assertEquals(Category.USER, judged.category());
    assertTrue(judged.memoryRanOut());
    assertEquals(2, judged.reasons().size());
  }

  @Test
  void doesNotCallAnArrayBeyondTheLimitOfTheJvmALackOfMemory() {
    assertFalse(
        RULES
            .classify(
                Failure.ofText("java.lang.OutOfMemoryError: Requested array size exceeds VM limit"))
            .memoryRanOut());
  }

  @Test
  void takesASentWordlessErrorForWhatItsClassSays() {
    Failure failure =
        new Failure(
            "INTERNAL",
            "org.apache.spark.sql.AnalysisException",
            List.of("org.apache.spark.sql.AnalysisException"),
            null,
            null,
            "");

    assertEquals(Category.USER, RULES.classify(failure).category());
  }

  @Test
  void saysThatNoRuleIsSure() {
    Classification judged = RULES.classify(Failure.ofText("java.lang.RuntimeException: boom user"));

    assertEquals(Category.UNDECIDED, judged.category());
    assertEquals(Odds.PRIOR, judged.odds());
    assertEquals("NoRuleIsSure", judged.reasons().getFirst().rule());
  }

  @Test
  void saysThatNoErrorWasSent() {
    assertEquals(Category.UNDECIDED, RULES.unexplained().category());
    assertEquals("NoErrorWasSent", RULES.unexplained().reasons().getFirst().rule());
  }

  @Test
  void answersWhateverTheTextIs() {
    Seeds.each(
        300,
        random -> {
          StringBuilder text = new StringBuilder();
          int length = random.nextInt(2_000);
          for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
          }
          Classification judged = RULES.classify(Failure.ofText(text.toString()));
          assertTrue(judged.signature().matches("[0-9a-f]{32}"));
        });
  }

  @Test
  void looksAtABoundedPartOfEndlessText() {
    for (String piece :
        List.of("a.", "'", "`", "[A", "at ", "Caused by: ", "1", "/a", "x:", "\n", "\\", "e-")) {
      RULES.classify(Failure.ofText(piece.repeat(1_000_000)));
    }
  }
}
