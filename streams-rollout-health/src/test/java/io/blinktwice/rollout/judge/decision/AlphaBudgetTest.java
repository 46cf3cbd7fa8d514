package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlphaBudgetTest {
  @Test
  void saysWhoMaySpendWhat() {
    assertEquals(
        "a healthy release is paused with probability at most 0.0100: 86 % of that for first"
            + " failures, 10 % for late changes, 4 % for performance",
        AlphaBudget.DEFAULT.sentence());
  }

  @Test
  void refusesToSpendMoreThanThereIs() {
    assertThrows(IllegalArgumentException.class, () -> new AlphaBudget(.01, .9, .2, 0));
    assertThrows(IllegalArgumentException.class, () -> new AlphaBudget(.01, 1.1, -.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new AlphaBudget(0, 1, 0, 0));
  }

  @Test
  void lateStartsNeverSpendMoreThanTheirShare() {
    double spent =
        IntStream.rangeClosed(1, 100_000).mapToDouble(JudgePolicy.DEFAULT::lateWeight).sum();
    assertTrue(spent > .999 && spent <= 1, "spent " + spent);
  }
}
