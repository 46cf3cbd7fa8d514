package io.blinktwice.pool.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrainDecisionTest {
  private static final Instant SINCE = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration BOUND = Duration.ofMinutes(5);

  @Test
  void waitsWhileSomethingRunsOnIt() {
    assertEquals(new DrainDecision.Wait(), after(10, Optional.of(load(0, 1, 9))));
    assertEquals(new DrainDecision.Wait(), after(10, Optional.of(load(1, 0, 9))));
  }

  @Test
  void stopsWhenNothingRunsOnIt() {
    assertEquals(
        new DrainDecision.Stop("drained: nothing ran on it any more"),
        after(10, Optional.of(load(0, 0, 9))));
  }

  @Test
  void whatItSaidBeforeEveryoneHeardOfTheDrainIsNoProof() {
    assertEquals(new DrainDecision.Wait(), after(10, Optional.of(load(0, 0, 1))));
  }

  @Test
  void silenceIsNoProof() {
    assertEquals(new DrainDecision.Wait(), after(299, Optional.empty()));
    assertEquals(
        new DrainDecision.Stop("drained for 300 s and stopped with nobody knows what on it"),
        after(300, Optional.empty()));
  }

  @Test
  void theBoundEndsAnyDrainAndSaysWhatWasLeft() {
    assertEquals(
        new DrainDecision.Stop(
            "drained for 300 s and stopped with 2 sessions and 1 running operations on it"),
        after(300, Optional.of(load(1, 2, 299))));
  }

  private static DrainDecision after(int seconds, Optional<ServerLoad> load) {
    return DrainDecision.of(load, SINCE, BOUND, SINCE.plusSeconds(seconds));
  }

  private static ServerLoad load(int operations, int sessions, int secondsAfter) {
    return new ServerLoad(
        SINCE.plusSeconds(secondsAfter),
        new ServerLoad.Work(0, 0, operations, 0, sessions),
        new ServerLoad.Memory(1, 1, 0, 0, 0),
        0,
        0,
        0,
        0,
        List.of(),
        0);
  }
}
