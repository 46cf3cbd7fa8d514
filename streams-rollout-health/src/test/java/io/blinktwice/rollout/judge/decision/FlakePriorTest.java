package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.rollout.evidence.decision.History;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlakePriorTest {
  @Test
  void moreCleanHistoryMeansALowerRate() {
    FlakePrior prior = FlakePrior.unlearned();
    double before = 1;
    for (int runs : new int[] {0, 1, 10, 100, 1_000, 1_000_000}) {
      double rate = prior.rate(new History(runs, 0));
      assertTrue(rate > 0 && rate < before, runs + " runs: " + rate);
      before = rate;
    }
  }

  @Test
  void learnsWhatTheFleetIsLike() {
    List<History> clean = Collections.nCopies(900, new History(500, 0));
    List<History> flaky = Collections.nCopies(100, new History(500, 90));
    FlakePrior prior = FlakePrior.learned(Stream.concat(clean.stream(), flaky.stream()).toList());
    assertEquals(.02, prior.rate(History.NONE), .004);
    assertTrue(prior.rate(new History(20, 0)) < .002);
    assertEquals(.2, prior.rate(new History(20, 4)), .02);
  }

  @Test
  void refusesAHistoryThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new History(1, 2));
    assertThrows(IllegalArgumentException.class, () -> new History(-1, 0));
  }
}
