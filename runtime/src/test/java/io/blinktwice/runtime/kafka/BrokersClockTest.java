package io.blinktwice.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BrokersClockTest {
  private static final Duration BOUND = Duration.ofMinutes(5);
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final BrokersClock clock = new BrokersClock();

  @Test
  void aClockOfWhichNothingIsKnownIsBelieved() throws Exception {
    assertEquals(Optional.empty(), clock.corrected(NOW, BOUND));
    assertFalse(clock.awaitHeard(Duration.ZERO));
  }

  @Test
  void aClockThatIsBeyondTheBoundIsCorrectedEitherWay() throws Exception {
    answered(Duration.ofHours(-2));
    assertTrue(clock.awaitHeard(Duration.ZERO));
    assertEquals(Optional.of(NOW.minus(Duration.ofHours(2))), clock.corrected(NOW, BOUND));
    answered(Duration.ofMinutes(6));
    assertEquals(Optional.of(NOW.plus(Duration.ofMinutes(6))), clock.corrected(NOW, BOUND));
    answered(Duration.ofMinutes(4));
    assertEquals(Optional.empty(), clock.corrected(NOW, BOUND));
  }

  @Test
  void aSlowAnswerProvesOnlyWhatItProves() {
    Instant sent = NOW.minusSeconds(20);
    clock.heard(sent, NOW.plus(BOUND).minusSeconds(10), NOW);
    assertEquals(Optional.empty(), clock.corrected(NOW, BOUND));
    clock.heard(NOW.minusSeconds(31), NOW.plus(Duration.ofHours(1)), NOW);
    assertEquals(Optional.empty(), clock.corrected(NOW, BOUND));
  }

  /** At once, by a clock that is so far ahead of ours. */
  private void answered(Duration ahead) {
    clock.heard(NOW, NOW.plus(ahead), NOW);
  }
}
