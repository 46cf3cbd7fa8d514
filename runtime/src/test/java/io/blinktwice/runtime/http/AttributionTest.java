package io.blinktwice.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AttributionTest {
  @Test
  void keepsWhatIsSaid() {
    assertEquals(
        new Attribution("alice", "quarter end"), Attribution.of(" alice ", " quarter end "));
  }

  @Test
  void saysSoWhenNothingIsSaid() {
    assertEquals(new Attribution("unnamed", "no reason given"), Attribution.of(null, null));
    assertEquals("no reason given", Attribution.of(null, "  ").reason());
  }

  @Test
  void refusesWhatNobodyCouldRead() {
    assertThrows(ProblemException.class, () -> Attribution.actor("x".repeat(129)));
    assertThrows(ProblemException.class, () -> Attribution.actor("a\u0000b"));
    assertThrows(ProblemException.class, () -> Attribution.actor(""));
    assertThrows(ProblemException.class, () -> Attribution.of("a", "x".repeat(2_001)));
    assertThrows(ProblemException.class, () -> Attribution.of("a", "a\u0007b"));
  }
}
