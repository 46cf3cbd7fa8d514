package io.blinktwice.pinning.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCause;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.events.PinEnding;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.PinState;
import io.blinktwice.events.RetryLabel;
import io.blinktwice.events.RetryOutcome;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.pinning.decision.FlowChart;
import io.blinktwice.pinning.decision.Release;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.ticket.decision.TicketId;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinningTopologyTest {
  private static final String OLD = Driven.OLD;
  private static final String NEW = Driven.NEW;
  private static final String KEY = Driven.KEY;

  @TempDir private Path stateDirectory;
  private Driven driven;

  @BeforeEach
  void start() {
    driven = new Driven(stateDirectory);
  }

  @AfterEach
  void stop() {
    driven.close();
  }

  @Test
  void theShapeOfTheTopologyIsTheAcceptedOne() {
    driven.looksAsAccepted();
  }

  @Test
  void aRunThatBlinksTwiceIsPinnedAndTold() {
    driven.cleanRuns();
    driven.blinkTwice("run-x");
    List<RunVerdict> verdicts = driven.verdicts();
    RunVerdict first = verdicts.get(verdicts.size() - 2);
    assertEquals(VerdictAction.RETRY_LAST_GOOD, first.getAction());
    assertEquals(OLD, first.getRetryVersion());
    assertEquals(FailureCategory.USER, first.getCategory());
    assertEquals(2, first.getInputs().size());
    Pin pin = driven.pins().getLast().value();
    assertEquals(OLD, pin.getVersion());
    assertEquals(PinState.ACTIVE, pin.getState());
    assertEquals(PinCause.REGRESSION, pin.getCause());
    assertEquals("boom", Objects.requireNonNull(pin.getEvidence()).getError().getMessage());
    assertEquals(verdicts.getLast().getPinId(), pin.getPinId());
    assertEquals(
        List.of(PinEventKind.CREATED), driven.pinEvents().stream().map(PinEvent::getKind).toList());
  }

  @Test
  void aPinSaysWhichTicketItBelongsToAndWhichRecordsProvedIt() {
    driven.cleanRuns();
    driven.blinkTwice("run");
    Pin pin = driven.pins().getLast().value();
    String ticket = TicketId.of(new EngineVersion(NEW), pin.getSignature()).value();
    assertEquals(ticket, pin.getTicketId());
    RunVerdict verdict = driven.verdicts().getLast();
    assertEquals(ticket, verdict.getTicketId());
    assertEquals(verdict.getInputs(), pin.getEvidence().getInputs());
    assertFalse(pin.getEvidence().getInputs().isEmpty());
  }

  @Test
  void aVerdictSaysWhatChangedOnPurposeAndHowToMigrate() {
    driven.cleanRuns();
    driven.fleet(
        FlowChart.stable()
            .withRollout(
                new EngineVersion(NEW),
                new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, new EngineVersion(OLD)),
                2)
            .withRelease(
                new EngineVersion(NEW),
                new Release(
                    new EngineVersion(OLD),
                    Set.of(),
                    Map.of("X_Y", new Release.IntendedChange(Release.Handling.REFUSE, "use try_x")),
                    false),
                3));
    fails("refused", 1);
    driven.event("refused", 2, RunEventKind.SUCCEEDED, OLD);
    RunVerdict saved = driven.verdicts().getLast();
    assertEquals("X_Y", saved.getChangedCondition());
    assertEquals("use try_x", saved.getMigrationHint());
    assertTrue(driven.pins().isEmpty());

    driven.restart();
    fails("again", 1);
    RunVerdict ended = driven.verdicts().getLast();
    assertEquals(VerdictAction.FINISH, ended.getAction());
    assertEquals("X_Y", ended.getChangedCondition());
    assertEquals("use try_x", ended.getMigrationHint());
    assertTrue(ended.getUserVisible());
  }

  private void fails(String run, int attempt) {
    driven.pipe(
        Topics.RUN_EVENTS,
        driven
            .eventOf(run, attempt, RunEventKind.FAILED, NEW)
            .setError(Driven.error("X_Y"))
            .build());
    driven.classified(run, attempt, FailureCategory.USER);
  }

  @Test
  void everyRecordThatLeavesCarriesItsIdentity() {
    driven.event("run-1", 1, RunEventKind.SUCCEEDED, OLD);
    TestRecord<String, RunVerdict> told = driven.out(Topics.RUN_VERDICTS).readRecord();
    assertEquals(told.value().getDecisionId(), CloudEvents.id(told.headers()));
    assertNotNull(told.headers().lastHeader(CloudEvents.TRACE_PARENT));
  }

  @Test
  void aRepeatedEventTellsNothingNew() {
    driven.cleanRuns();
    driven.blinkTwice("run-x");
    driven.verdicts();
    driven.pins();
    driven.blinkTwice("run-x");
    assertTrue(driven.verdicts().isEmpty());
    assertTrue(driven.pins().isEmpty());
  }

  @Test
  void theClassificationMayComeBeforeTheFailure() {
    driven.cleanRuns();
    driven.verdicts();
    driven.classified("run-x", 1, FailureCategory.SYSTEM);
    assertTrue(driven.verdicts().isEmpty());
    driven.event("run-x", 1, RunEventKind.FAILED, NEW);
    assertEquals(VerdictAction.RETRY_LAST_GOOD, driven.verdicts().getLast().getAction());
  }

  @Test
  void aReleasedPinIsToldAsEndedAndItsTombstoneFollowsAWeekLater() {
    driven.cleanRuns();
    driven.blinkTwice("run-x");
    driven.pins();
    driven.pinEvents();
    driven.command(PinCommandKind.RELEASE, null);
    assertEquals(PinState.ENDED, driven.pins().getLast().value().getState());
    PinEvent released = driven.pinEvents().getLast();
    assertEquals(PinEventKind.RELEASED, released.getKind());
    assertEquals(PinEnding.PERSON, released.getEnding());
    assertNull(driven.state().pin());
    driven.timePasses(Duration.ofDays(7));
    assertNull(driven.pins().getLast().value());
  }

  @Test
  void goesOnWhereItStoppedAfterARestore() {
    driven.cleanRuns();
    driven.event("run-x", 1, RunEventKind.FAILED, NEW);
    WorkloadState before = driven.state();
    driven.restart();
    assertEquals(before, driven.state());
    driven.verdicts();
    driven.classified("run-x", 1, FailureCategory.SYSTEM);
    driven.event("run-x", 2, RunEventKind.SUCCEEDED, OLD);
    assertEquals(OLD, driven.pins().getLast().value().getVersion());
  }

  @Test
  void aRunWithoutAnEndIsClosedByARecordOfItsOwn() {
    driven.event("run-x", 1, RunEventKind.STARTED, NEW);
    driven.timePasses(Duration.ofHours(23));
    assertTrue(driven.verdicts().isEmpty());
    driven.timePasses(Duration.ofHours(2));
    RunEvent closed = driven.out(Topics.RUN_EVENTS).readValue();
    assertEquals(RunEventSource.TIMEOUT, closed.getSource());
    assertTrue(closed.getInferred());
    RunVerdict verdict = driven.verdicts().getLast();
    assertEquals("no-end-seen", verdict.getReasons().getFirst().getRule());
    driven.timePasses(Duration.ofDays(2));
    assertTrue(driven.verdicts().isEmpty(), "a second verdict on one attempt");
  }

  @Test
  void aRunThatWasForgottenIsNotTakenForANewOne() {
    driven.event("flood-0", 1, RunEventKind.FAILED, NEW);
    driven.classified("flood-0", 1, FailureCategory.USER);
    for (int run = 1; run <= 70; run++) {
      driven.event("flood-" + run, 1, RunEventKind.SUCCEEDED, OLD);
    }
    driven.verdicts();
    WorkloadState before = driven.state();
    assertTrue(before.runs().keySet().stream().noneMatch(run -> run.value().equals("flood-0")));
    driven.event("flood-0", 1, RunEventKind.FAILED, NEW);
    driven.classified("flood-0", 1, FailureCategory.USER);
    assertTrue(driven.verdicts().isEmpty());
    assertEquals(before, driven.state());
  }

  @Test
  void whatARetryProvedIsToldToTheClassifier() {
    driven.cleanRuns();
    driven.event("run-x", 1, RunEventKind.STARTED, NEW);
    driven.event("run-x", 1, RunEventKind.FAILED, NEW);
    driven.pipe(
        Topics.FAILURE_CLASSIFICATIONS,
        driven
            .classificationOf("run-x", 1, FailureCategory.USER)
            .setClassifier("rules-3")
            .setProbabilities(Map.of("USER", 0.75, "SYSTEM", 0.25))
            .build());
    driven.restart();
    driven.event("run-x", 2, RunEventKind.SUCCEEDED, OLD);
    RetryLabel label = driven.out(Topics.RETRY_LABELS).readValue();
    assertEquals(RetryOutcome.VERSIONS_FAULT, label.getOutcome());
    assertEquals(FailureCategory.USER, label.getCategory());
    assertEquals("rules-3", label.getClassifier());
    assertEquals(Map.of("USER", 0.75, "SYSTEM", 0.25), label.getProbabilities());
    assertEquals(NEW, label.getFailedVersion());
    assertEquals("boom", Objects.requireNonNull(label.getError()).getMessage());
  }

  @Test
  void noWriteSeenCountsOnlyFromWhoWatchedTheWholeRun() {
    driven.from(RunEventSource.SCHEDULER);
    driven.event("run-x", 1, RunEventKind.FAILED, NEW);
    driven.classified("run-x", 1, FailureCategory.SYSTEM);
    assertEquals("held-back-by-side-effects", driven.verdicts().getLast().getHeldBackBy());
  }

  @Test
  void recordsThatCannotBeUsedAreNamedAsSuch() {
    unusable(KEY, null);
    unusable(
        "w1:00000000000000000000000000000000", driven.runEvent("r", 1, RunEventKind.STARTED, OLD));
    unusable(KEY, driven.runEvent("r", 0, RunEventKind.STARTED, OLD));
    unusable(KEY, driven.runEvent("r", 1, RunEventKind.STARTED, "not a version"));
    unusable(KEY, driven.runEvent("", 1, RunEventKind.STARTED, OLD));
    unusable(KEY, driven.runEvent("r", 1, RunEventKind.UNKNOWN, OLD));
    assertTrue(driven.verdicts().isEmpty());
  }

  private void unusable(String key, @Nullable RunEvent event) {
    StreamsException failure = assertThrows(StreamsException.class, () -> driven.pipe(key, event));
    assertTrue(failure.getCause() instanceof UnusableRecord, String.valueOf(failure.getCause()));
  }
}
