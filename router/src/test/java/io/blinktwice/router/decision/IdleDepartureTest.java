package io.blinktwice.router.decision;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.router.decision.IdleDeparture.Server;
import io.blinktwice.router.decision.IdleDeparture.Session;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleDepartureTest {
  private static final Session UNUSED = new Session(0, true, true, IdleDeparture.QUIET);
  private static final Session OF_OTHERS = new Session(0, true, false, Duration.ZERO);
  private static final Server BUSY = new Server(Duration.ZERO, false);
  private static final Server IDLE_FOR_LONG = new Server(IdleDeparture.OTHERS_AFTER, true);

  @Test
  void whatNobodyUsesDeparts() {
    assertTrue(IdleDeparture.decide(UNUSED, false, BUSY));
  }

  @Test
  void whatIsUsedOrBoundOrWasJustUsedStays() {
    assertFalse(IdleDeparture.decide(UNUSED, true, IDLE_FOR_LONG), "a statement is under way");
    assertFalse(
        IdleDeparture.decide(new Session(1, true, true, IdleDeparture.QUIET), false, IDLE_FOR_LONG),
        "a call is under way");
    assertFalse(
        IdleDeparture.decide(
            new Session(0, false, true, IdleDeparture.QUIET), false, IDLE_FOR_LONG),
        "it is bound");
    assertFalse(
        IdleDeparture.decide(
            new Session(0, true, true, IdleDeparture.QUIET.minusMillis(1)), false, IDLE_FOR_LONG),
        "its client may be tidying up");
  }

  @Test
  void whatOthersServedDepartsOnlyWhenTheyHadTheTimeAndNothingRuns() {
    assertTrue(IdleDeparture.decide(OF_OTHERS, false, IDLE_FOR_LONG));
    assertFalse(
        IdleDeparture.decide(OF_OTHERS, false, new Server(IdleDeparture.OTHERS_AFTER, false)));
    assertFalse(
        IdleDeparture.decide(
            OF_OTHERS, false, new Server(IdleDeparture.OTHERS_AFTER.minusMillis(1), true)));
  }
}
