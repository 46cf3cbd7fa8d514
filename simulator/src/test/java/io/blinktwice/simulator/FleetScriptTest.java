package io.blinktwice.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.simulator.FleetScript.Ending;
import io.blinktwice.simulator.FleetScript.Shape;
import io.blinktwice.simulator.FleetScript.Turn;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetScriptTest {
  private static final int TURNS = 5_000;

  private static List<Turn> turns(FleetScript script) {
    return Stream.generate(script::next).limit(TURNS).toList();
  }

  @Test
  void theSameSeedGivesTheSameTurnsAndEnds() {
    FleetScript one = new FleetScript(new Shape("broken-1", 500, 7));
    FleetScript other = new FleetScript(new Shape("r1", 500, 7));
    List<Turn> turns = turns(one);
    assertEquals(turns, turns(other));
    for (Turn turn : turns) {
      assertEquals(one.ending(turn, 1, true), other.ending(turn, 1, true));
      assertEquals(one.figures(turn, 1, true), other.figures(turn, 1, true));
    }
    assertNotEquals(turns, turns(new FleetScript(new Shape("broken-1", 500, 8))));
  }

  @Test
  void onlyTheReleaseBreaksWhatItBreaks() {
    FleetScript script = new FleetScript(new Shape("broken-3", 500, 1));
    List<Turn> regressed =
        turns(script).stream()
            .filter(turn -> script.ending(turn, 1, true) == Ending.REGRESSED)
            .toList();
    assertTrue(regressed.stream().map(Turn::owner).distinct().count() > 1);
    assertTrue(
        regressed.stream().noneMatch(turn -> script.ending(turn, 1, false) == Ending.REGRESSED));
  }

  @Test
  void whatIsBrokenAnywayFailsAgainOnEveryVersion() {
    FleetScript script = new FleetScript(new Shape("healthy", 500, 3));
    List<Turn> broken =
        turns(script).stream()
            .filter(turn -> script.ending(turn, 1, false) == Ending.BROKEN_ANYWAY)
            .toList();
    assertTrue(
        !broken.isEmpty()
            && broken.stream()
                .allMatch(turn -> script.ending(turn, 2, true) == Ending.BROKEN_ANYWAY));
  }

  @Test
  void aSlowReleaseMakesRunsOfSomeWorkloadsLongerAndBreaksNone() {
    FleetScript script = new FleetScript(new Shape("performance", 500, 5));
    List<Turn> turns = turns(script);
    long slowed =
        turns.stream()
            .filter(
                turn ->
                    script.figures(turn, 1, true).taskMillis()
                        > 1.2 * script.figures(turn, 1, false).taskMillis())
            .map(Turn::owner)
            .distinct()
            .count();
    assertTrue(slowed > 5 && slowed < 60, "slowed " + slowed);
    assertTrue(turns.stream().noneMatch(turn -> script.ending(turn, 1, true) == Ending.REGRESSED));
  }

  @Test
  void refusesFleetsThatMakeNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new Shape("sunny", 500, 1));
    assertThrows(IllegalArgumentException.class, () -> new Shape("healthy", 3, 1));
  }
}
