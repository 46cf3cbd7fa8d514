package io.blinktwice.soak.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResumptionTest {

  @Test
  void takesTheSlowestPartitionAndIgnoresEffectsOfEarlierRecords() {
    Resumption resumption = new Resumption(100, 2);
    resumption.effect(0, 99, Duration.ofSeconds(1));
    resumption.effect(0, 100, Duration.ofSeconds(2));
    resumption.effect(0, 101, Duration.ofSeconds(9));
    assertEquals(Optional.empty(), resumption.slowest());
    resumption.effect(1, 105, Duration.ofSeconds(4));
    assertEquals(Optional.of(Duration.ofSeconds(4)), resumption.slowest());
  }

  @Test
  void ranksByTheNearest() {
    ResumeTimes times = new ResumeTimes(List.of(s(3), s(1), s(2), s(4)));
    assertEquals(s(2), times.percentile(50));
    assertEquals(s(4), times.percentile(95));
    assertEquals(s(4), times.longest());
  }

  @Test
  void isShortEnoughWithOneOfTwentyAboveTheFirstBoundAndNoneAboveTheSecond() {
    List<Duration> twenty = new ArrayList<>(Collections.nCopies(19, s(15)));
    twenty.add(s(30));
    assertTrue(new ResumeTimes(twenty).areShortEnough());
    twenty.add(s(16));
    assertFalse(new ResumeTimes(twenty).areShortEnough());
    assertFalse(new ResumeTimes(List.of(s(31))).areShortEnough());
  }

  private static Duration s(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
