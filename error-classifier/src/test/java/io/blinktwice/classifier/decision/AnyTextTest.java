package io.blinktwice.classifier.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.testkit.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever a text is made of, it gets one whole answer. */
class AnyTextTest {
  private static final Classifier WHOLE = BuiltIn.classifier();

  private static final List<String> PIECES =
      List.of(
          "Caused by: ",
          "java.lang.NullPointerException",
          ": ",
          "\n",
          "\tat ",
          "a.b.C.d(C.java:1)",
          "[DIVIDE_BY_ZERO]",
          "SQLSTATE: 22012",
          "'",
          "\"",
          "`",
          "== SQL ==",
          "exit code 137",
          "No space left on device",
          "org.apache.iceberg.",
          "\u001b[3",
          "<html",
          "\\n",
          "://",
          "//",
          "File \"/site-packages/",
          "{",
          "}",
          "\u0000",
          "\ud83d",
          "é",
          "10.0.0.1",
          "-100",
          "$",
          "<init>",
          "py4j.protocol.Py4JJavaError: ",
          "Job aborted due to stage failure: ",
          "x".repeat(300));

  @Test
  void ofPiecesInAnyOrder() {
    Seeds.each(400, random -> answers(text(random, 60)));
  }

  @Test
  void ofAFewPiecesOverAndOver() {
    Seeds.each(20, random -> answers(text(random, 3).repeat(500)));
  }

  @Test
  void ofAnyCharacters() {
    Seeds.each(
        200,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = 0; i < 400; i++) {
            text.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
          }
          answers(text.toString());
        });
  }

  private static String text(RandomGenerator random, int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static void answers(String text) {
    Classification judged = WHOLE.classify(Failure.ofText(text));
    assertEquals(
        1, judged.odds().user() + judged.odds().infrastructure() + judged.odds().system(), 1e-9);
    assertEquals(3, judged.teams().size());
    assertTrue(judged.signature().matches("[0-9a-f]{32}"));
    assertFalse(judged.reasons().isEmpty());
    assertEquals(judged, WHOLE.classify(Failure.ofText(text)), "the same text, the same answer");
  }
}
