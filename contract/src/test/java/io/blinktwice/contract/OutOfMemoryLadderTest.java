package io.blinktwice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.blinktwice.contract.OutOfMemoryLadder.Fall;
import io.blinktwice.contract.OutOfMemoryLadder.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutOfMemoryLadderTest {
  private static final List<String> NAMES = List.of("small", "medium", "large");

  @Test
  void climbsFromAloneToLargerToLargestAndOnlyThenSurfaces() {
    List<Fall> falls = new ArrayList<>(List.of(new Fall(0, false, 3)));
    Step.Alone alone = assertInstanceOf(Step.Alone.class, OutOfMemoryLadder.after(falls, NAMES));
    assertEquals(0, alone.size());
    falls.add(new Fall(0, true, 0));
    assertEquals(
        1, assertInstanceOf(Step.Larger.class, OutOfMemoryLadder.after(falls, NAMES)).size());
    falls.add(new Fall(1, true, 0));
    assertEquals(
        2, assertInstanceOf(Step.Larger.class, OutOfMemoryLadder.after(falls, NAMES)).size());
    falls.add(new Fall(2, true, 0));
    Step.Surfaced surfaced =
        assertInstanceOf(Step.Surfaced.class, OutOfMemoryLadder.after(falls, NAMES));
    assertEquals(
        "memory ran out on the largest size, large; tried before: small, small alone, medium"
            + " alone, large alone",
        surfaced.reasons().get(0).sentence());
  }
}
