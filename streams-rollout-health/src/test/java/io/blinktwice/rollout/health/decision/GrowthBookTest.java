package io.blinktwice.rollout.health.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.health.decision.GrowthBook.Counts;
import io.blinktwice.rollout.health.decision.GrowthBook.Growth;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrowthBookTest {
  private static final EngineVersion OLD = new EngineVersion("3.5.7");
  private static final EngineVersion NEW = new EngineVersion("4.2.0");
  private static final EngineVersion NEWER = new EngineVersion("4.3.0");

  private final GrowthBook book = new GrowthBook();

  @Test
  void onlyWhatIsBeyondDoubtHasGrown() {
    book.hear("a", NEW, new Growth(OLD, 1.4, 1.05, 1.9));
    book.hear("b", NEW, new Growth(OLD, 1.4, 1.3, 1.5));
    book.hear("c", NEW, new Growth(OLD, 0.5, 0.4, 0.6));
    assertEquals(Optional.of(new Counts(3, 1, 1, 1.4)), book.of(NEW));
    assertEquals(Optional.empty(), book.of(OLD));
  }

  @Test
  void aWorkloadCountsForTheVersionThatItRanOnLast() {
    book.hear("a", NEW, new Growth(OLD, 1.4, 1.3, 1.5));
    book.hear("a", NEWER, new Growth(NEW, 1, 0.9, 1.1));
    assertEquals(Optional.empty(), book.of(NEW));
    assertEquals(Optional.of(new Counts(1, 0, 0, 1)), book.of(NEWER));
    book.hear("a", null, null);
    assertEquals(Optional.empty(), book.of(NEWER));
  }

  @Test
  void absurdFiguresAreNotHeard() {
    book.hear("a", NEW, new Growth(OLD, Double.NaN, 0, 0));
    book.hear("b", NEW, new Growth(OLD, -1, 0, 0));
    assertEquals(Optional.empty(), book.of(NEW));
  }
}
