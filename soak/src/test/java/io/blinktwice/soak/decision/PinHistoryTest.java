package io.blinktwice.soak.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.soak.decision.Violation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinHistoryTest {
  private final PinHistory pins = new PinHistory();

  @Test
  void agreesWithAPinThatIsCreatedReleasedAndCreatedAgain() {
    pins.created("w", "p1");
    pins.tabled("w", "p1");
    pins.released("w", "p1");
    pins.tabled("w", null);
    pins.created("w", "p2");
    pins.tabled("w", "p2");
    assertEquals(List.of(), pins.violationsAtTheEnd());
    assertEquals(1, pins.activePins());
  }

  @Test
  void noticesTwoPinsAtOnceAndAReleaseOfNone() {
    pins.created("w", "p1");
    pins.created("w", "p2");
    pins.released("v", "p3");
    assertEquals(List.of("w", "v"), pins.violations().stream().map(Violation::subject).toList());
  }

  @Test
  void noticesATableThatTellsAnotherStory() {
    pins.created("w", "p1");
    pins.tabled("v", "p2");
    assertEquals(
        List.of(Kind.DISAGREEMENT, Kind.DISAGREEMENT),
        pins.violationsAtTheEnd().stream().map(Violation::kind).toList());
  }
}
