package io.blinktwice.soak.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.soak.decision.Violation.Kind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final Run PLAIN = new Run(1, "w", false, false, false);
  private static final Run BLINKING = new Run(2, "w", true, false, false);
  private static final Run POISONED = new Run(3, "w", false, false, true);

  private final History history = new History();

  @Test
  void findsNothingWhereEveryRecordHasItsOneEffect() {
    history.accepted(PLAIN, Part.FIRST_END);
    history.accepted(PLAIN, Part.FIRST_END);
    reportBlinking();
    history.accepted(POISONED, Part.FIRST_END);
    history.accepted(POISONED, Part.POISON);
    history.verdict("run-1", 1);
    history.verdict("run-2", 1);
    history.verdict("run-2", 2);
    history.verdict("run-3", 1);
    history.deadLetter("soak-3-3", "not its key");
    assertEquals(List.of(), history.violationsAtTheEnd());
    assertEquals(new Account(7, 5, 1, 1), history.account());
    assertTrue(history.account().isBalanced());
  }

  private void reportBlinking() {
    history.accepted(BLINKING, Part.FIRST_END);
    history.accepted(BLINKING, Part.CLASSIFICATION);
    history.accepted(BLINKING, Part.SECOND_END);
  }

  @Test
  void missesWhatWasAcceptedAndHadNoEffect() {
    history.accepted(PLAIN, Part.FIRST_END);
    reportBlinking();
    history.accepted(POISONED, Part.POISON);
    assertEquals(4, history.open());
    assertEquals(List.of(), history.violations());
    assertEquals(List.of("run-1/1", "run-2/1", "run-2/2", "run-3/poison"), subjects(Kind.LOST));
    assertFalse(history.account().isBalanced());
  }

  @Test
  void awaitsNoVerdictOnAFailureThatNobodyHasClassified() {
    history.accepted(BLINKING, Part.FIRST_END);
    assertEquals(0, history.open());
  }

  @Test
  void noticesASecondEffectAtOnce() {
    history.accepted(PLAIN, Part.FIRST_END);
    history.accepted(POISONED, Part.POISON);
    history.verdict("run-1", 1);
    history.verdict("run-1", 1);
    history.deadLetter("soak-3-3", "not its key");
    history.deadLetter("soak-3-3", "not its key");
    assertEquals(
        List.of("run-1/1", "soak-3-3"),
        history.violations().stream().map(Violation::subject).toList());
  }

  @Test
  void noticesEffectsOfWhatWasNeverReportedAndGoodRecordsThatWereSetAside() {
    history.verdict("run-8", 1);
    history.verdict("another", 1);
    history.deadLetter("soak-1-0", "broken");
    history.deadLetter("unheard-of", "broken");
    assertEquals(4, subjects(Kind.UNEXPECTED).size());
  }

  @Test
  void letsARecordThatNobodyAnsweredForHaveAnEffectOrNone() {
    history.unanswered(PLAIN, Part.FIRST_END);
    assertEquals(0, history.open());
    history.verdict("run-1", 1);
    assertEquals(List.of(), history.violationsAtTheEnd());
  }

  /** Whatever single effect is left out or doubled, it is found. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsTheOneEffectThatIsWrong(long seed) {
    Random dice = new Random(seed);
    Script script = new Script(seed, 7);
    int wrong = dice.nextInt(200);
    boolean lost = dice.nextBoolean();
    for (int number = 0; number < 200; number++) {
      Run run = script.run(number);
      history.accepted(run, Part.FIRST_END);
      if (run.blinks()) {
        history.accepted(run, Part.CLASSIFICATION);
      }
      int verdicts = number != wrong ? 1 : lost ? 0 : 2;
      for (int i = 0; i < verdicts; i++) {
        history.verdict(run.id(), 1);
      }
    }
    assertEquals(
        List.of("run-%d/1".formatted(wrong)),
        subjects(lost ? Kind.LOST : Kind.DUPLICATED),
        "seed " + seed);
  }

  private List<String> subjects(Kind kind) {
    return history.violationsAtTheEnd().stream()
        .filter(violation -> violation.kind() == kind)
        .map(Violation::subject)
        .toList();
  }
}
