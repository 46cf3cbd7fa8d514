package io.blinktwice.pinning.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.PerformanceEvidence;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCause;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.PinOrigin;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slower on the newer version: from run events with figures to a pin with figures. */
class SpeedTopologyTest {
  private static final String OLD = Driven.OLD;
  private static final String NEW = Driven.NEW;

  @TempDir private Path stateDirectory;
  private Driven driven;
  private int runs;

  @BeforeEach
  void start() {
    driven = new Driven(stateDirectory);
    for (int run = 0; run < 15; run++) {
      ran(OLD, 1);
    }
  }

  @AfterEach
  void stop() {
    driven.close();
  }

  @Test
  void isComparedThenPinnedWithItsFigures() {
    suspected();
    assertTrue(driven.pins().isEmpty(), "suspicion alone pins nothing");
    confirmed();
    Pin pin = driven.pins().getLast().value();
    assertEquals(OLD, pin.getVersion());
    assertEquals(NEW, pin.getAwayFrom());
    assertEquals(PinOrigin.AUTOMATIC, pin.getOrigin());
    assertEquals(PinCause.PERFORMANCE, pin.getCause());
    assertEquals("performance/taskMillis", pin.getSignature());
    PinEvidence evidence = Objects.requireNonNull(pin.getEvidence());
    PerformanceEvidence grown = evidence.getPerformance();
    assertEquals("taskMillis", grown.getMetric());
    assertEquals(grown, evidence.getGrown().getFirst());
    assertEquals(1.6, grown.getRatio(), 0.2);
    assertTrue(grown.getEvidence() > 100, "a false alarm in less than 1 % of workloads");
    assertTrue(
        evidence.getFailedMetrics().getTaskMillis() > evidence.getGoodMetrics().getTaskMillis());
    assertNull(evidence.getFailedMetrics().getInputBytes(), "means something else on versions");
    assertFalse(evidence.getRunId().equals(evidence.getGoodRunId()));
    RunVerdict last = driven.verdicts().getLast();
    assertEquals(pin.getPinId(), last.getPinId());
    assertEquals("succeeded", last.getReasons().getFirst().getRule());
  }

  @Test
  void whatIsSlowOnBothVersionsIsNotPinned() {
    suspected();
    for (int run = 0; run < 10 && driven.state().comparison() != null; run++) {
      ran(OLD, 1.6);
    }
    assertNull(driven.state().comparison());
    assertTrue(driven.pins().isEmpty());
  }

  @Test
  void aRepetitionIsMeasuredOnce() {
    driven.measured("again", OLD, 1);
    PerformanceRecord before = driven.performance();
    driven.measured("again", OLD, 1);
    assertEquals(before, driven.performance());
    assertEquals(16, before.runs().size());
  }

  @Test
  void goesOnWhereItStoppedAfterARestore() {
    suspected();
    WorkloadState state = driven.state();
    PerformanceRecord figures = driven.performance();
    driven.restart();
    assertEquals(state, driven.state());
    assertEquals(figures, driven.performance());
    confirmed();
    assertEquals(PinCause.PERFORMANCE, driven.pins().getLast().value().getCause());
  }

  private void suspected() {
    for (int run = 0; run < 20 && !driven.performance().isConfirming(); run++) {
      ran(NEW, 1.6);
    }
    assertNotNull(driven.state().comparison());
  }

  private void confirmed() {
    for (int run = 0; run < 10 && driven.state().pin() == null; run++) {
      ran(OLD, 1);
    }
    assertNull(driven.state().comparison());
  }

  private void ran(String version, double ratio) {
    driven.measured("measured-" + ++runs, version, ratio);
  }
}
