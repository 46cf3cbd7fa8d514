package io.blinktwice.app.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.simulated.FleetAccount.Attempt;
import io.blinktwice.app.simulated.FleetAccount.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetAccountTest {
  private static final Attempt FIRST = new Attempt(41, 1);
  private static final Attempt SECOND = new Attempt(41, 2);

  private final FleetAccount account = new FleetAccount();

  private void reported(Attempt attempt) {
    account.accepted(attempt, Part.STARTED);
    account.accepted(attempt, Part.ENDED);
  }

  @Test
  void whatHadItsEffectOnceBalances() {
    reported(FIRST);
    reported(SECOND);
    account.accepted(SECOND, Part.REPEATED);
    account.accepted(FIRST, Part.SPOILED);
    account.verdict(FIRST);
    account.verdict(SECOND);
    account.letter(FIRST, Part.SPOILED, "not its key");
    account.letter(FIRST, Part.SPOILED, "another role could not use it either");
    assertEquals(
        "accepted 6 = applied 4 + deduplicated 1 + dead-lettered 1", account.balance().sentence());
    assertTrue(account.balance().isClean());
  }

  @Test
  void anAttemptWithoutAVerdictIsMissing() {
    reported(FIRST);
    reported(SECOND);
    account.verdict(FIRST);
    assertEquals(1, account.balance().missing());
    assertFalse(account.balance().isClean());
  }

  @Test
  void aSecondFirstVerdictIsAViolation() {
    reported(FIRST);
    account.verdict(FIRST);
    account.verdict(FIRST);
    assertEquals(
        List.of("a second first verdict on attempt 1 of run 41"), account.balance().violations());
    assertFalse(account.balance().isClean());
  }

  @Test
  void aGoodRecordThatIsSetAsideIsAViolation() {
    reported(FIRST);
    account.verdict(FIRST);
    account.letter(FIRST, Part.STARTED, "unreadable");
    assertFalse(account.balance().isClean());
  }

  @Test
  void namesSayWhichRecordTheyAreOf() {
    RunName names = new RunName("fleet-7-abc");
    assertEquals(Optional.of(41), names.number(names.run(41)));
    assertEquals(
        Optional.of(new RunName.Named(SECOND, Part.ENDED)),
        names.named(names.event(SECOND, Part.ENDED)));
    assertEquals(Optional.empty(), names.number(new RunName("fleet-8-abc").run(41)));
    assertEquals(Optional.empty(), names.named("somebody-else"));
  }
}
