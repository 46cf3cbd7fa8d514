package io.blinktwice.router.decision;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WantedSizeTest {
  private static final long MB = 1L << 20;

  @Test
  void theSizeThatWasAskedForOrOneWithAsMuchMemoryFits() {
    WantedSize medium = new WantedSize("medium", 1024 * MB, false);
    assertTrue(medium.fits("medium", 0));
    assertTrue(medium.fits("large", 2048 * MB));
    assertFalse(medium.fits("small", 512 * MB));
    assertFalse(medium.fits(null, 0));
  }

  @Test
  void ofWhichOnlyTheNameIsKnownOnlyThatFits() {
    WantedSize asBefore = new WantedSize("small", 0, false);
    assertTrue(asBefore.fits("small", 512 * MB));
    assertFalse(asBefore.fits("large", 2048 * MB));
  }

  @Test
  void whatOnlyWantsToBeAloneFitsAnywhere() {
    assertTrue(new WantedSize(null, 0, true).fits(null, 0));
  }
}
