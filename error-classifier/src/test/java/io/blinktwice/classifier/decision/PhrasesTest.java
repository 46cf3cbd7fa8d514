package io.blinktwice.classifier.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.testkit.Seeds;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PhrasesTest {
  private static final Phrases SOME =
      Phrases.of(
          List.of(
              "# a comment",
              "Full | 2 96 2 | - | storage-datasources | A disk was full",
              "  No space left",
              "  space",
              "Gap | 90 5 5 | oom | - | Something with a gap",
              "  Job * was cancelled",
              "  killed*node"));

  @Test
  void areFoundWhateverTheirCaseAndOnceEach() {
    assertEquals(List.of("Full"), names("no SPACE left; no space left"));
    assertEquals(List.of("Gap", "Full"), names("job 7 was cancelled in space"));
  }

  @Test
  void aGapStaysWithinItsLineAndIsBounded() {
    assertEquals(List.of(), names("Job 7\nwas cancelled"));
    assertEquals(List.of(), names("Job " + "x".repeat(120) + " was cancelled"));
    assertEquals(List.of("Gap"), names("killed " + "x".repeat(80) + "node"));
  }

  @Test
  void refuseLinesThatSayTooLittle() {
    assertThrows(IllegalArgumentException.class, () -> Phrases.of(List.of("Full | 2 96 2")));
  }

  /** Against the obvious way to search. */
  @Test
  void findWhatAPlainSearchFinds() {
    Seeds.each(
        300,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = 0; i < 60; i++) {
            text.append(
                List.of("no ", "space", " left", "s", "pace ", "No space left")
                    .get(random.nextInt(6)));
          }
          boolean there = text.toString().toLowerCase(Locale.ROOT).contains("space");
          assertEquals(there ? List.of("Full") : List.of(), names(text.toString()));
        });
  }

  private static List<String> names(String text) {
    return SOME.in(text).stream().map(each -> each.phrase().name()).toList();
  }
}
