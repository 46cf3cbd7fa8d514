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
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.pinning.decision.FlowChart;
import io.blinktwice.pinning.decision.Hits;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import io.blinktwice.pinning.sizing.decision.SizeClass;
import io.blinktwice.pinning.sizing.decision.SizeRecord;
import io.blinktwice.pinning.sizing.decision.Sizing;
import io.blinktwice.pinning.store.KnownWorkload;
import io.blinktwice.pinning.store.RunBucket;
import io.blinktwice.pinning.store.StoreFormat;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.DrivenTopology;
import io.blinktwice.testkit.RecordedSlice.Recorded;
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
  private Hits hits = Hits.NONE;
  private StoreFormat format;
  private List<SizeClass> sizes = List.of();
  private Fleet fleet =
      FlowChart.stable()
          .withRollout(
              new EngineVersion(NEW),
              new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, new EngineVersion(OLD)),
              2);

  /** A record as it was read. */
  record Piped(Topic<? extends SpecificRecord> topic, SpecificRecord value, Instant at) {}

  Driven(Path stateDirectory) {
    this(stateDirectory, StoreFormat.REFUSING);
  }

  /** Writes states in a format of its own. */
  Driven(Path stateDirectory, StoreFormat format) {
    this.format = format;
    driven = new DrivenTopology(this::topology, PREFIX, stateDirectory);
  }

  private Topology topology() {
    return PinningTopology.build(
        DrivenTopology.SERDES,
        PREFIX,
        format,
        () -> new FleetPolicy(fleet, FlowChart.policy(), hits, new Sizing(sizes, SizeRecord.NONE)));
  }

  void looksAsAccepted() {
    driven.looksAsAccepted();
  }

  void restart() {
    driven.restart(
        PinningTopology.STORE,
        PinningTopology.RESTED,
        PinningTopology.FORGOTTEN,
        PinningTopology.PERFORMANCE,
        PinningTopology.SIZES);
  }

  /** The same instance, as a build that writes another format. */
  void restartWriting(StoreFormat other) {
    format = other;
    restart();
  }

  /** That clusters can have. */
  void sizes(List<SizeClass> others) {
    sizes = others;
  }

  SizeRecord sizes() {
    SizeRecord known = driven.<SizeRecord>store(PinningTopology.SIZES).get(KEY);
    return known == null ? SizeRecord.NONE : known;
  }

  Instant now() {
    return driven.now();
  }

  void hits(Hits others) {
    hits = others;
  }

  /** Runs that succeeded, with the figures that a run of this workload has, times a ratio. */
  void measured(String run, String version, double ratio) {
    double noise = 1 + 0.02 * (run.hashCode() % 5);
    event(run, 1, RunEventKind.STARTED, version);
    pipe(
        Topics.RUN_EVENTS,
        eventOf(run, 1, RunEventKind.SUCCEEDED, version)
            .setMeasured(
                RunMetrics.newBuilder()
                    .setTaskMillis(Math.round(600_000 * ratio * noise))
                    .setDurationMillis(Math.round(60_000 * ratio * noise))
                    .setInputRows(1_000_000L)
                    .setInputBytes(ratio > 1 ? 10_064L : 1_297_840L)
                    .setIncomparable(List.of("inputBytes"))
                    .build())
            .build());
  }

  PerformanceRecord performance() {
    PerformanceRecord known = driven.<PerformanceRecord>store(PinningTopology.PERFORMANCE).get(KEY);
    return known == null ? PerformanceRecord.NONE : known;
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

  /** Time in which alarms ring; what they write is noted like what anybody else writes. */
  void alarmsRing(Duration passed) {
    timePasses(passed);
    note(Topics.RUN_EVENTS);
    note(Topics.PIN_COMMANDS);
  }

  private <V extends SpecificRecord> void note(Topic<V> topic) {
    out(topic)
        .readRecordsToList()
        .forEach(seen -> journal.add(new Piped(topic, seen.value(), seen.getRecordTime())));
  }

  List<Recorded> recorded() {
    return journal.stream()
        .map(piped -> new Recorded(piped.topic().name(), piped.at(), KEY, piped.value()))
        .toList();
  }

  /** What left the topology, topic by topic. */
  List<Recorded> told() {
    List<Recorded> told = new ArrayList<>();
    for (Topic<? extends SpecificRecord> topic :
        List.of(Topics.RUN_VERDICTS, Topics.PINS, Topics.PIN_EVENTS, Topics.RETRY_LABELS)) {
      out(topic)
          .readRecordsToList()
          .forEach(
              seen ->
                  told.add(
                      new Recorded(topic.name(), seen.getRecordTime(), seen.key(), seen.value())));
    }
    return told;
  }

  /** Reads a journal again, each record with the time that it had. */
  void replay(List<Piped> recorded) {
    recorded.forEach(piped -> read(piped.value(), piped.at()));
  }

  void replayed(List<Recorded> slice) {
    slice.forEach(recorded -> read(recorded.value(), recorded.at()));
  }

  private void read(@Nullable SpecificRecord value, Instant at) {
    switch (value) {
      case RunEvent event -> driven.in(Topics.RUN_EVENTS).pipeInput(KEY, event, at);
      case FailureClassification said ->
          driven.in(Topics.FAILURE_CLASSIFICATIONS).pipeInput(KEY, said, at);
      case PinCommand command -> driven.in(Topics.PIN_COMMANDS).pipeInput(KEY, command, at);
      case ResourceAdvice advice -> driven.in(Topics.RESOURCE_ADVICE).pipeInput(KEY, advice, at);
      case null, default -> throw new IllegalArgumentException("nothing reads " + value);
    }
  }

  WorkloadState state() {
    KnownWorkload known =
        Objects.requireNonNull(driven.<KnownWorkload>store(PinningTopology.STORE).get(KEY));
    return known.whole(driven.<RunBucket>store(PinningTopology.RESTED)::get);
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
