package io.blinktwice.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PageSizeTest {
  @Test
  void isWhatWasAskedForUpToTheMostThereIs() {
    assertEquals(1, PageSize.of(1, 500));
    assertEquals(500, PageSize.of(500, 500));
    assertEquals(500, PageSize.of(501, 500));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
      ProblemException refused =
          assertThrows(ProblemException.class, () -> PageSize.of(limit, 500));
      assertTrue(String.valueOf(refused.getMessage()).contains("at least 1, not " + limit));
    }
  }
}
