package io.blinktwice.pinning.topology;

import static io.blinktwice.pinning.topology.Driven.NEW;
import static io.blinktwice.pinning.topology.Driven.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody should write to the topics, and what comes of it: never a wrong pin. */
class BadInputTopologyTest {
  private static final String UNREGISTERED = "9.9.9";
  private static final int HUGE = 200_000;

  @TempDir private Path folder;
  private Driven driven;

  @BeforeEach
  void start() {
    driven = new Driven(folder);
    driven.cleanRuns();
    driven.verdicts();
  }

  @AfterEach
  void stop() {
    driven.close();
  }

  @Test
  void aVersionThatWasNeverRegisteredIsPinnedToByNobody() {
    driven.event("run-x", 1, RunEventKind.FAILED, NEW);
    driven.classified("run-x", 1, FailureCategory.SYSTEM);
    driven.event("run-x", 2, RunEventKind.SUCCEEDED, UNREGISTERED);
    assertNull(driven.state().pin());
    assertTrue(driven.pins().isEmpty());
  }

  @Test
  void aFailureOnAVersionThatWasNeverRegisteredIsRetriedOnOneThatIs() {
    driven.event("run-x", 1, RunEventKind.FAILED, UNREGISTERED);
    driven.classified("run-x", 1, FailureCategory.SYSTEM);
    assertEquals(OLD, driven.verdicts().getLast().getRetryVersion());
  }

  @Test
  void attemptTwoBeforeAttemptOneProvesTheSame() {
    driven.event("run-x", 2, RunEventKind.SUCCEEDED, OLD);
    driven.classified("run-x", 1, FailureCategory.SYSTEM);
    driven.event("run-x", 1, RunEventKind.FAILED, NEW);
    driven.event("run-x", 1, RunEventKind.STARTED, NEW);
    assertEquals(OLD, pinned());
  }

  @Test
  void anEndBeforeItsStartIsAnEnd() {
    driven.event("run-x", 1, RunEventKind.SUCCEEDED, NEW);
    WorkloadState ended = driven.state();
    driven.event("run-x", 1, RunEventKind.STARTED, NEW);
    assertEquals(ended, driven.state());
  }

  @Test
  void aSuccessAfterTheFailureOfTheSameAttemptUnsaysNothing() {
    driven.event("run-x", 1, RunEventKind.FAILED, NEW);
    driven.classified("run-x", 1, FailureCategory.SYSTEM);
    WorkloadState failed = driven.state();
    driven.event("run-x", 1, RunEventKind.SUCCEEDED, NEW);
    assertEquals(failed, driven.state());
    assertEquals(1, driven.verdicts().size());
  }

  @Test
  void ofDuplicatesThatContradictEachOtherTheFirstCounts() {
    driven.event("run-x", 1, RunEventKind.SUCCEEDED, OLD);
    WorkloadState first = driven.state();
    driven.event("run-x", 1, RunEventKind.SUCCEEDED, NEW);
    driven.event("run-x", 1, RunEventKind.KILLED, UNREGISTERED);
    assertEquals(first, driven.state());
  }

  @Test
  void ofAnEndlessStackTraceTheBeginningIsKept() {
    blinksTwice("boom\n\tat x.Y.z(Y.java:1)\n".repeat(HUGE / 20));
    String message = messageInThePin();
    assertTrue(message.startsWith("boom") && message.length() <= 600, message);
  }

  @Test
  void secretsThatAWriterLeftInAMessageLeaveNothingBehind() {
    blinksTwice(
        "cannot connect to jdbc:postgresql://bob:hunter2@db/x?password=hunter2 (Bearer hunter2.x.y)");
    assertTrue(messageInThePin().contains("jdbc:postgresql"), messageInThePin());
    String told = driven.told().toString();
    assertFalse(told.isEmpty());
    assertFalse(told.contains("hunter2"), told);
  }

  @Test
  void emptyAndEnormousIdsAreDeadLetters() {
    for (String run : List.of("", " ", "r".repeat(HUGE), "a\u0000b")) {
      StreamsException failure =
          assertThrows(
              StreamsException.class,
              () -> driven.pipe(Driven.KEY, driven.runEvent(run, 1, RunEventKind.SUCCEEDED, OLD)));
      assertTrue(failure.getCause() instanceof UnusableRecord, String.valueOf(failure.getCause()));
      driven.restart();
    }
  }

  @Test
  void aFloodOfFailuresOnBothVersionsPinsNothing() {
    for (int run = 0; run < 500; run++) {
      driven.event("flood-" + run, 1, RunEventKind.FAILED, NEW);
      driven.classified("flood-" + run, 1, FailureCategory.SYSTEM);
      driven.event("flood-" + run, 2, RunEventKind.FAILED, OLD);
      driven.classified("flood-" + run, 2, FailureCategory.SYSTEM);
    }
    assertTrue(driven.pins().isEmpty());
    assertTrue(driven.state().runs().size() <= 128, "the state stays small");
  }

  private void blinksTwice(String message) {
    driven.pipe(
        Topics.RUN_EVENTS,
        driven
            .eventOf("run-x", 1, RunEventKind.FAILED, NEW)
            .setError(WireError.newBuilder(Driven.error(null)).setMessage(message).build())
            .build());
    driven.classified("run-x", 1, FailureCategory.SYSTEM);
    driven.event("run-x", 2, RunEventKind.SUCCEEDED, OLD);
    assertEquals(OLD, pinned());
  }

  private @Nullable String pinned() {
    Pin pin = driven.state().pin();
    return pin == null ? null : pin.version().value();
  }

  private String messageInThePin() {
    Pin pin = driven.state().pin();
    assertNotNull(pin);
    Pin.Evidence evidence = pin.evidence();
    assertNotNull(evidence);
    assertNotNull(evidence.failure());
    return evidence.failure().message();
  }
}
