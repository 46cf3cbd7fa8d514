package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WavesTest {
  private static final Instant MORNING = Instant.parse("2026-01-05T06:00:00Z");
  private static final Waves WAVES =
      Waves.NONE.upTo(.1, MORNING).upTo(.3, MORNING.plusSeconds(3_600));

  @Test
  void labelsADrawByTheWaveThatAdmitsIt() {
    assertEquals(0, WAVES.label(0));
    assertEquals(1, WAVES.label(.1));
    assertEquals(Waves.OLD, WAVES.label(.3));
  }

  @Test
  void knowsWhatWasOpenBefore() {
    assertEquals(0, WAVES.at(MORNING.minusSeconds(1)).share());
    assertEquals(.1, WAVES.at(MORNING.plusSeconds(60)).share());
    assertSame(WAVES, WAVES.at(MORNING.plusSeconds(3_600)));
  }

  @Test
  void neverShrinks() {
    assertSame(WAVES, WAVES.upTo(.2, MORNING.plusSeconds(7_200)));
  }

  @Test
  void refusesGaps() {
    Wave stray = new Wave(.5, .6, MORNING);
    assertThrows(IllegalArgumentException.class, () -> new Waves(List.of(stray)));
  }
}
