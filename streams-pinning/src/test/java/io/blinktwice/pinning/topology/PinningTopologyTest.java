package io.blinktwice.pinning.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.decision.Policy;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.StoreFormat;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.Golden;
import io.blinktwice.testkit.PlainAvro;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinningTopologyTest {
  private static final String PREFIX = "test";
  private static final String OLD = "3.5.7";
  private static final String NEW = "4.2.0";
  private static final Workload WORKLOAD =
      Workload.named(WorkspaceId.DEFAULT, new WorkloadId("daily-etl"));
  private static final String KEY = WORKLOAD.fingerprint().value();

  @TempDir private Path stateDirectory;
  private final PlainAvro serdes = new PlainAvro();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    driver = newDriver();
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void theShapeOfTheTopologyIsTheAcceptedOne() {
    Golden.matches(
        "topology.txt",
        PinningTopology.build(serdes, PREFIX, StoreFormat.PLAIN, PinningTopologyTest::rollingOut)
            .describe()
            .toString());
  }

  @Test
  void aRunThatBlinksTwiceIsPinnedAndTold() {
    cleanRuns();
    blinkTwice("run-x");
    List<RunVerdict> verdicts = verdicts();
    RunVerdict first = verdicts.get(verdicts.size() - 2);
    assertEquals(VerdictAction.RETRY_LAST_GOOD, first.getAction());
    assertEquals(OLD, first.getRetryVersion());
    assertEquals(FailureCategory.USER, first.getCategory());
    assertEquals(2, first.getInputs().size());
    Pin pin = pins().getLast().value();
    assertEquals(OLD, pin.getVersion());
    assertEquals("boom", Objects.requireNonNull(pin.getEvidence()).getError().getMessage());
    assertEquals(verdicts.getLast().getPinId(), pin.getPinId());
    assertEquals(
        List.of(PinEventKind.CREATED), pinEvents().stream().map(PinEvent::getKind).toList());
  }

  @Test
  void everyRecordThatLeavesCarriesItsIdentity() {
    event("run-1", 1, RunEventKind.SUCCEEDED, OLD);
    TestRecord<String, RunVerdict> told = out(Topics.RUN_VERDICTS).readRecord();
    assertEquals(told.value().getDecisionId(), CloudEvents.id(told.headers()));
    assertNotNull(told.headers().lastHeader(CloudEvents.TRACE_PARENT));
  }

  @Test
  void aRepeatedEventTellsNothingNew() {
    cleanRuns();
    blinkTwice("run-x");
    verdicts();
    pins();
    blinkTwice("run-x");
    assertTrue(verdicts().isEmpty());
    assertTrue(pins().isEmpty());
  }

  @Test
  void theClassificationMayComeBeforeTheFailure() {
    cleanRuns();
    verdicts();
    classified("run-x", 1, FailureCategory.SYSTEM);
    assertTrue(verdicts().isEmpty());
    event("run-x", 1, RunEventKind.FAILED, NEW);
    assertEquals(VerdictAction.RETRY_LAST_GOOD, verdicts().getLast().getAction());
  }

  @Test
  void aReleasedPinLeavesATombstoneAndItsStory() {
    cleanRuns();
    blinkTwice("run-x");
    pins();
    pinEvents();
    command(PinCommandKind.RELEASE, null);
    assertNull(pins().getLast().value());
    assertEquals(PinEventKind.RELEASED, pinEvents().getLast().getKind());
    assertNull(state().pin());
  }

  @Test
  void goesOnWhereItStoppedAfterARestore() {
    cleanRuns();
    event("run-x", 1, RunEventKind.FAILED, NEW);
    WorkloadState before = state();
    driver.close();
    driver = newDriver();
    // The driver wipes its folder when it closes; a restore writes the stored bytes back like this.
    driver.<String, WorkloadState>getKeyValueStore(PinningTopology.STORE).put(KEY, before);
    assertEquals(before, state());
    verdicts();
    classified("run-x", 1, FailureCategory.SYSTEM);
    event("run-x", 2, RunEventKind.SUCCEEDED, OLD);
    assertEquals(OLD, pins().getLast().value().getVersion());
  }

  @Test
  void recordsThatCannotBeUsedAreNamedAsSuch() {
    unusable(KEY, null);
    unusable("w1:00000000000000000000000000000000", runEvent("r", 1, RunEventKind.STARTED, OLD));
    unusable(KEY, runEvent("r", 0, RunEventKind.STARTED, OLD));
    unusable(KEY, runEvent("r", 1, RunEventKind.STARTED, "not a version"));
    unusable(KEY, runEvent("", 1, RunEventKind.STARTED, OLD));
    unusable(KEY, runEvent("r", 1, RunEventKind.UNKNOWN, OLD));
    assertTrue(verdicts().isEmpty());
  }

  private void unusable(String key, @Nullable RunEvent event) {
    StreamsException failure =
        assertThrows(
            StreamsException.class, () -> in(Topics.RUN_EVENTS).pipeInput(key, event, now));
    assertTrue(failure.getCause() instanceof UnusableRecord, String.valueOf(failure.getCause()));
  }

  private static FleetPolicy rollingOut() {
    EngineVersion stable = new EngineVersion(OLD);
    EngineVersion candidate = new EngineVersion(NEW);
    Fleet fleet =
        Fleet.EMPTY
            .withRelease(stable, 1)
            .withRelease(candidate, 2)
            .withRollout(stable, new Fleet.Rollout(Fleet.Phase.STABLE, 1, null), 1)
            .withRollout(candidate, new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, stable), 2);
    return new FleetPolicy(fleet, Policy.DEFAULT);
  }

  private TopologyTestDriver newDriver() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "pinning-test");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    return new TopologyTestDriver(
        PinningTopology.build(serdes, PREFIX, StoreFormat.PLAIN, PinningTopologyTest::rollingOut),
        properties);
  }

  private void cleanRuns() {
    for (int run = 1; run <= 3; run++) {
      event("run-" + run, 1, RunEventKind.STARTED, OLD);
      event("run-" + run, 1, RunEventKind.SUCCEEDED, OLD);
    }
  }

  private void blinkTwice(String run) {
    event(run, 1, RunEventKind.STARTED, NEW);
    event(run, 1, RunEventKind.FAILED, NEW);
    classified(run, 1, FailureCategory.USER);
    event(run, 2, RunEventKind.STARTED, OLD);
    event(run, 2, RunEventKind.SUCCEEDED, OLD);
  }

  private void event(String run, int attempt, RunEventKind kind, String version) {
    in(Topics.RUN_EVENTS).pipeInput(KEY, runEvent(run, attempt, kind, version), tick());
  }

  private RunEvent runEvent(String run, int attempt, RunEventKind kind, String version) {
    return RunEvent.newBuilder()
        .setEventId(run + attempt + kind)
        .setWorkspace(WORKLOAD.workspace().value())
        .setWorkload(WORKLOAD.name().value())
        .setFingerprint(KEY)
        .setRunId(run)
        .setAttempt(attempt)
        .setKind(kind)
        .setEngineVersion(version)
        .setSideEffects(SideEffects.NONE_SEEN)
        .setSource(RunEventSource.GATEWAY)
        .setOccurredAt(now)
        .setError(kind == RunEventKind.FAILED ? error() : null)
        .build();
  }

  private static WireError error() {
    return WireError.newBuilder().setGrpcStatus("INTERNAL").setMessage("boom").build();
  }

  private void classified(String run, int attempt, FailureCategory category) {
    FailureClassification said =
        FailureClassification.newBuilder()
            .setWorkspace(WORKLOAD.workspace().value())
            .setWorkload(WORKLOAD.name().value())
            .setFingerprint(KEY)
            .setRunId(run)
            .setAttempt(attempt)
            .setCategory(category)
            .setOom(false)
            .setSignature("sig")
            .setClassifier("test")
            .setClassifiedAt(now)
            .build();
    in(Topics.FAILURE_CLASSIFICATIONS).pipeInput(KEY, said, tick());
  }

  private void command(PinCommandKind kind, @Nullable String version) {
    PinCommand command =
        PinCommand.newBuilder()
            .setCommandId("command-1")
            .setWorkspace(WORKLOAD.workspace().value())
            .setWorkload(WORKLOAD.name().value())
            .setFingerprint(KEY)
            .setKind(kind)
            .setVersion(version)
            .setActor("operator")
            .setReason("because")
            .setAt(now)
            .build();
    in(Topics.PIN_COMMANDS).pipeInput(KEY, command, tick());
  }

  private Instant tick() {
    now = now.plusSeconds(1);
    return now;
  }

  private WorkloadState state() {
    return Objects.requireNonNull(
        driver.<String, WorkloadState>getKeyValueStore(PinningTopology.STORE).get(KEY));
  }

  private List<RunVerdict> verdicts() {
    return out(Topics.RUN_VERDICTS).readValuesToList();
  }

  private List<TestRecord<String, Pin>> pins() {
    return out(Topics.PINS).readRecordsToList();
  }

  private List<PinEvent> pinEvents() {
    return out(Topics.PIN_EVENTS).readValuesToList();
  }

  private <V extends SpecificRecord> TestInputTopic<String, V> in(Topic<V> topic) {
    return driver.createInputTopic(
        topic.on(PREFIX), new StringSerializer(), serdes.of(topic).serializer());
  }

  private <V extends SpecificRecord> TestOutputTopic<String, V> out(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.on(PREFIX), new StringDeserializer(), serdes.of(topic).deserializer());
  }
}
