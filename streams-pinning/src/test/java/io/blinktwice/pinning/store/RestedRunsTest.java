package io.blinktwice.pinning.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.store.RestedRuns.Rested;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** Sixteen slots, each of which the seventeenth run after its own takes. */
class RestedRunsTest {
  private static final Instant SEEN = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theOldestLosesItsSlotToTheNewest() {
    RestedRuns runs = RestedRuns.NONE;
    for (int number = 0; number < 20; number++) {
      Rested leaving = runs.leaving();
      assertEquals(number < 16 ? null : run(number - 16), leaving);
      runs = runs.with(run(number));
    }
    assertEquals(-1, runs.slotOf(run(3).run()));
    assertEquals(4, runs.slotOf(run(4).run()));
    assertEquals(3, runs.slotOf(run(19).run()));
    int[] expected = {4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3};
    assertArrayEquals(expected, runs.oldestFirst().toArray());
  }

  @Test
  void untilAllAreTakenNobodyLeaves() {
    RestedRuns runs = RestedRuns.NONE.with(run(1)).with(run(2));
    assertNull(runs.leaving());
    assertArrayEquals(new int[] {0, 1}, runs.oldestFirst().toArray());
  }

  @Test
  void whatIsWrittenComesBackAndHalfOfItIsRefused() {
    RestedRuns runs = RestedRuns.NONE;
    for (int number = 0; number < 18; number++) {
      runs = runs.with(run(number));
    }
    byte[] state = Arrays.copyOf(runs.bytes(), runs.sizeInBytes() + 1);
    assertEquals(runs, RestedRuns.from(state, 0));
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThrows(SerializationException.class, () -> RestedRuns.from(cut, 0));
    }
  }

  private static Rested run(int number) {
    return Rested.of(new RunId("run-" + number), SEEN.plusSeconds(number));
  }
}
