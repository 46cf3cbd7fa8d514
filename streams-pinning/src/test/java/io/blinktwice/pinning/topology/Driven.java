package io.blinktwice.pinning.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.pinning.decision.FlowChart;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.StoreFormat;
import io.blinktwice.pinning.store.WorkloadSerde;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.DrivenTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topology in a test driver, with one workload, a clock of its own, and a journal of inputs.
 */
final class Driven implements AutoCloseable {
  static final String OLD = "3.5.7";
  static final String NEW = "4.2.0";
  static final Workload WORKLOAD = Workload.named(WorkspaceId.DEFAULT, new WorkloadId("daily-etl"));
  static final String KEY = WORKLOAD.fingerprint().value();
  private static final String PREFIX = "test";

  private final DrivenTopology driven;
  private final List<Piped> journal = new ArrayList<>();
  private RunEventSource source = RunEventSource.GATEWAY;
  private Fleet fleet =
      FlowChart.stable()
          .withRollout(
              new EngineVersion(NEW),
              new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, new EngineVersion(OLD)),
              2);

  /** A record as it was read. */
  record Piped(Topic<? extends SpecificRecord> topic, SpecificRecord value, Instant at) {}

  Driven(Path stateDirectory) {
    driven = new DrivenTopology(this::topology, PREFIX, stateDirectory);
  }

  private Topology topology() {
    return PinningTopology.build(
        DrivenTopology.SERDES,
        PREFIX,
        StoreFormat.PLAIN,
        () -> new FleetPolicy(fleet, FlowChart.policy()));
  }

  void looksAsAccepted() {
    driven.looksAsAccepted();
  }

  void restart() {
    driven.restart(PinningTopology.STORE, WorkloadSerde.writing(StoreFormat.PLAIN));
  }

  void fleet(Fleet other) {
    fleet = other;
  }

  void from(RunEventSource other) {
    source = other;
  }

  void timePasses(Duration passed) {
    driven.timePasses(passed);
  }

  void cleanRuns() {
    for (int run = 1; run <= 3; run++) {
      event("run-" + run, 1, RunEventKind.STARTED, OLD);
      event("run-" + run, 1, RunEventKind.SUCCEEDED, OLD);
    }
  }

  void blinkTwice(String run) {
    event(run, 1, RunEventKind.STARTED, NEW);
    event(run, 1, RunEventKind.FAILED, NEW);
    classified(run, 1, FailureCategory.USER);
    event(run, 2, RunEventKind.STARTED, OLD);
    event(run, 2, RunEventKind.SUCCEEDED, OLD);
  }

  void event(String run, int attempt, RunEventKind kind, String version) {
    pipe(Topics.RUN_EVENTS, runEvent(run, attempt, kind, version));
  }

  RunEvent runEvent(String run, int attempt, RunEventKind kind, String version) {
    return eventOf(run, attempt, kind, version).build();
  }

  RunEvent.Builder eventOf(String run, int attempt, RunEventKind kind, String version) {
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
        .setSource(source)
        .setOccurredAt(driven.now())
        .setError(kind == RunEventKind.FAILED ? error(null) : null);
  }

  static WireError error(@Nullable String condition) {
    return WireError.newBuilder()
        .setGrpcStatus("INTERNAL")
        .setCondition(condition)
        .setMessage("boom")
        .build();
  }

  void classified(String run, int attempt, FailureCategory category) {
    pipe(Topics.FAILURE_CLASSIFICATIONS, classificationOf(run, attempt, category).build());
  }

  FailureClassification.Builder classificationOf(
      String run, int attempt, FailureCategory category) {
    return FailureClassification.newBuilder()
        .setWorkspace(WORKLOAD.workspace().value())
        .setWorkload(WORKLOAD.name().value())
        .setFingerprint(KEY)
        .setRunId(run)
        .setAttempt(attempt)
        .setCategory(category)
        .setOom(false)
        .setSignature("sig")
        .setClassifier("test")
        .setClassifiedAt(driven.now());
  }

  void command(PinCommandKind kind, @Nullable String version) {
    pipe(
        Topics.PIN_COMMANDS,
        PinCommand.newBuilder()
            .setCommandId("command-1")
            .setWorkspace(WORKLOAD.workspace().value())
            .setWorkload(WORKLOAD.name().value())
            .setFingerprint(KEY)
            .setKind(kind)
            .setVersion(version)
            .setActor("operator")
            .setReason("because")
            .setAt(driven.now())
            .build());
  }

  <V extends SpecificRecord> void pipe(Topic<V> topic, V value) {
    timePasses(Duration.ofSeconds(1));
    journal.add(new Piped(topic, value, driven.now()));
    driven.in(topic).pipeInput(KEY, value, driven.now());
  }

  void pipe(String key, @Nullable RunEvent event) {
    driven.in(Topics.RUN_EVENTS).pipeInput(key, event, driven.now());
  }

  List<Piped> journal() {
    return journal;
  }

  /** Reads a journal again, each record with the time that it had. */
  void replay(List<Piped> recorded) {
    for (Piped piped : recorded) {
      switch (piped.value()) {
        case RunEvent event -> driven.in(Topics.RUN_EVENTS).pipeInput(KEY, event, piped.at());
        case FailureClassification said ->
            driven.in(Topics.FAILURE_CLASSIFICATIONS).pipeInput(KEY, said, piped.at());
        case PinCommand command ->
            driven.in(Topics.PIN_COMMANDS).pipeInput(KEY, command, piped.at());
        default -> throw new IllegalArgumentException("nothing reads " + piped.topic().name());
      }
    }
  }

  WorkloadState state() {
    return Objects.requireNonNull(driven.<WorkloadState>store(PinningTopology.STORE).get(KEY));
  }

  List<RunVerdict> verdicts() {
    return out(Topics.RUN_VERDICTS).readValuesToList();
  }

  List<TestRecord<String, Pin>> pins() {
    return out(Topics.PINS).readRecordsToList();
  }

  List<PinEvent> pinEvents() {
    return out(Topics.PIN_EVENTS).readValuesToList();
  }

  <V extends SpecificRecord> TestOutputTopic<String, V> out(Topic<V> topic) {
    return driven.out(topic);
  }

  @Override
  public void close() {
    driven.close();
  }
}
