package io.blinktwice.classifier.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.blinktwice.classifier.knowledge.BuiltIn;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final Classifier RULES = new Classifier(BuiltIn.knowledge());

  private static final String STAGE =
      "Job aborted due to stage failure: Task %d in stage %d.0 failed 1 times, most recent failure:"
          + " Lost task 0.0 in stage 0.0 (TID 7) (10.0.0.%d executor 1): ";

  @Test
  void isTheSameForBothReleasesFormsOfACondition() {
    Failure old =
        sent(
            "org.apache.spark.sql.catalyst.ExtendedAnalysisException",
            null,
            "[TABLE_OR_VIEW_NOT_FOUND] The table or view `nope` cannot be found.; line 1 pos 14;");
    Failure current =
        new Failure(
            "INTERNAL",
            "org.apache.spark.sql.AnalysisException",
            List.of(),
            "TABLE_OR_VIEW_NOT_FOUND",
            "42P01",
            "[TABLE_OR_VIEW_NOT_FOUND] The table or view `other` cannot be found. SQLSTATE: 42P01");

    assertEquals(signature(old), signature(current));
  }

  @Test
  void takesTheSubConditionFromTheTextWhereOnlyTheFamilyWasSent() {
    String text = "[DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] Cannot resolve \"ntile(0)\".";

    assertEquals(
        signature(sent("X", "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", text)),
        signature(sent("X", "DATATYPE_MISMATCH", text)));
  }

  @Test
  void masksValuesPathsAndIds() {
    assertEquals(
        signature(
            Failure.ofText(
                STAGE.formatted(1, 2, 3)
                    + "java.io.FileNotFoundException: /data/a/part-0001.parquet of run"
                    + " 11d0542b-5e0b-42de-98b2-986703caad4f in 'sales' has 17 rows")),
        signature(
            Failure.ofText(
                STAGE.formatted(40, 50, 60)
                    + "java.io.FileNotFoundException: /tmp/x/part-9.parquet of run"
                    + " 41775209-a541-4e2b-b022-010f42ef80a8 in 'other' has 3 rows")));
  }

  @Test
  void ignoresWhereTheExceptionPassedThrough() {
    assertEquals(
        signature(Failure.ofText("a.b.CException: gone\n\tat a.b.D.run(D.java:1)")),
        signature(
            Failure.ofText(
                "x.y.WrapperException: failed\n\tat x.Y.z(Y.java:9)\n"
                    + "Caused by: a.b.CException: gone\n\tat a.b.E.walk(E.java:77)")));
  }

  @Test
  void tellsDifferentInternalErrorsApart() {
    assertNotEquals(
        signature(sent("E", "INTERNAL_ERROR", "[INTERNAL_ERROR] Cannot bind the attribute")),
        signature(sent("E", "INTERNAL_ERROR", "[INTERNAL_ERROR] No plan for the relation")));
  }

  @Test
  void tellsDifferentExceptionsWithTheSameWordsApart() {
    assertNotEquals(
        signature(Failure.ofText("a.b.CException: gone")),
        signature(Failure.ofText("a.b.DException: gone")));
  }

  @Test
  void isTheStatusWhereThereIsNothingElse() {
    assertNotEquals(
        signature(new Failure("UNKNOWN", null, List.of(), null, null, "")),
        signature(new Failure("INTERNAL", null, List.of(), null, null, "")));
  }

  @Test
  void neverChanges() {
    assertEquals(
        "443bff59a888be187e7fd4bb28f27f63", signature(sent("E", "CAST_INVALID_INPUT", "whatever")));
  }

  private static Failure sent(String exceptionClass, @Nullable String condition, String message) {
    return new Failure("INTERNAL", exceptionClass, List.of(), condition, null, message);
  }

  private static String signature(Failure failure) {
    return RULES.classify(failure).signature();
  }
}
