package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CalibratedHistoryTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final double RELIABLE = .0008;

  private final CalibratedHistory history = new CalibratedHistory(new Touched());

  @Test
  void threeCleanRunsInThreeHundredBoundTheShareByAboutOnePercent() {
    for (int unit = 0; unit < 300; unit++) {
      history.clean("w" + unit % 40, true, 0, START);
    }
    assertEquals(.01, history.upperBound(), .001);
    assertTrue(history.ratio() < .6, "ratio " + history.ratio());
  }

  @Test
  void harmInQuietWorkspacesRaisesDoubt() {
    quietControl();
    history.failedOnRelease("w1", RELIABLE, 0, START);
    history.failedOnRelease("w2", RELIABLE, 0, START);
    assertTrue(history.ratio() > 20, "ratio " + history.ratio());
    assertEquals(2, history.suspectWorkspaces());
  }

  @Test
  void theSameHarmSaysLittleWhereTheOldVersionFailsToo() {
    quietControl();
    for (int failure = 0; failure < 4; failure++) {
      history.failed("w1", RELIABLE, START);
      history.failed("w2", RELIABLE, START);
    }
    history.failedOnRelease("w1", RELIABLE, 0, START);
    history.failedOnRelease("w2", RELIABLE, 0, START);
    assertTrue(history.ratio() < 2, "ratio " + history.ratio());
  }

  @Test
  void controlThatComesLaterInTheQuarterTakesTheDoubtBack() {
    quietControl();
    history.failedOnRelease("w1", RELIABLE, 0, START);
    history.failedOnRelease("w2", RELIABLE, 0, START);
    for (int failure = 0; failure < 4; failure++) {
      history.failed("w1", RELIABLE, START.plusSeconds(300));
      history.failed("w2", RELIABLE, START.plusSeconds(300));
    }
    history.passed(START.plus(Duration.ofMinutes(15)));
    assertTrue(history.ratio() < 2, "ratio " + history.ratio());
  }

  @Test
  void anOutageOfTheFleetIsNoiseInWorkspacesNobodyHasSeenFailYet() {
    quietControl();
    for (int workspace = 3; workspace < 40; workspace++) {
      history.failed("w" + workspace, RELIABLE, START);
      history.failed("w" + workspace, RELIABLE, START);
    }
    history.failedOnRelease("w1", RELIABLE, 0, START);
    history.failedOnRelease("w2", RELIABLE, 0, START);
    assertTrue(history.ratio() < 2, "ratio " + history.ratio());
  }

  @Test
  void aWorkspaceThatLeavesTakesItsHarmAlong() {
    quietControl();
    double before = history.ratio();
    history.failedOnRelease("w1", RELIABLE, 0, START);
    history.forget("w1");
    assertEquals(before, history.ratio(), 1e-9);
  }

  private void quietControl() {
    for (int run = 0; run < 200; run++) {
      history.clean("w" + run % 40, false, 0, START);
    }
  }
}
