package io.blinktwice.classifier.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.blinktwice.classifier.knowledge.BuiltIn;

/**
 * The reader of texts under Jazzer. In a build it tries the texts beside this class, each a form
 * that once mattered or a find of the search; {@code bin/fuzz-classifier} searches for more.
 */
class TextFuzzTest {
  /** Beyond what is looked at. */
  private static final int LONGEST = 80_000;

  private static final Classifier WHOLE = BuiltIn.classifier();

  @DictionaryEntries({
    "Caused by: ",
    "\\x0a\\x09at a.b.C.d(C.java:1)",
    "java.lang.OutOfMemoryError: ",
    "== SQL",
    "[INTERNAL_ERROR] ",
    " SQLSTATE: 22012",
    "exit code 137",
    "File \\x22/x-packages/",
    "<html",
    "StatusCode.",
    "\\x1b[3m"
  })
  @FuzzTest(maxDuration = "5m")
  void answersAnyText(FuzzedDataProvider drawn) {
    int exitCode = drawn.consumeInt(-200, 300);
    int times = Math.max(1, drawn.consumeInt(-2_000, 2_000));
    String text = drawn.consumeRemainingAsString();
    String repeated = text.length() * (long) times > LONGEST ? text : text.repeat(times);
    Failure failure = Failure.ofText(repeated);

    Classification judged =
        WHOLE.classify(times % 2 == 0 ? failure : failure.withExitCode(exitCode));

    assertEquals(
        1, judged.odds().user() + judged.odds().infrastructure() + judged.odds().system(), 1e-9);
    assertTrue(judged.signature().matches("[0-9a-f]{32}"), judged::signature);
  }
}
