package io.blinktwice.e2e;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.WireError;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A scheduler that reports its runs on the topic itself, without a gateway. */
final class Reporter implements AutoCloseable {
  private final EventPublisher publisher;
  private final WorkloadId workload;
  private final Fingerprint fingerprint;
  private final Duration late;

  Reporter(KafkaConnection kafka, String workload) {
    this(kafka, workload, Duration.ZERO);
  }

  /** One whose records seem to have waited so long already. */
  Reporter(KafkaConnection kafka, String workload, Duration late) {
    this.late = late;
    this.publisher = new EventPublisher(kafka, "e2e");
    this.workload = new WorkloadId(workload);
    this.fingerprint = Fingerprint.ofExplicitId(WorkspaceId.DEFAULT, this.workload);
  }

  void succeeded(String run, int attempt, EngineVersion version) throws Exception {
    report(run, attempt, RunEventKind.STARTED, version, null);
    report(run, attempt, RunEventKind.SUCCEEDED, version, null);
  }

  /** With an error of the engine's own making, as a server would word it. */
  void failed(String run, int attempt, EngineVersion version) throws Exception {
    WireError error =
        WireError.newBuilder()
            .setGrpcStatus("INTERNAL")
            .setExceptionClass("org.apache.spark.SparkException")
            .setCondition("INTERNAL_ERROR")
            .setSqlState("XX000")
            .setMessage("[INTERNAL_ERROR] The Spark SQL phase planning failed. SQLSTATE: XX000")
            .build();
    report(run, attempt, RunEventKind.STARTED, version, null);
    report(run, attempt, RunEventKind.FAILED, version, error);
  }

  private void report(
      String run, int attempt, RunEventKind kind, EngineVersion version, @Nullable WireError error)
      throws Exception {
    RunEvent event = event(run, attempt, kind, version);
    event.setError(error);
    tell(Topics.RUN_EVENTS, event, event.getEventId());
  }

  /** Writes whatever it is about this workload, and waits until it is written. */
  <V extends SpecificRecord> void tell(Topic<V> topic, V record, String id) throws Exception {
    publisher
        .publish(topic, key(), record, id, Instant.now().minus(late))
        .get(60, TimeUnit.SECONDS);
  }

  String key() {
    return fingerprint.value();
  }

  /** As it would be published, of a run without an error. */
  RunEvent event(String run, int attempt, RunEventKind kind, EngineVersion version) {
    return RunEvent.newBuilder()
        .setEventId(
            DecisionId.of("event", "1", fingerprint.value(), run, attempt + "", kind.name())
                .value())
        .setWorkspace(WorkspaceId.DEFAULT.value())
        .setWorkload(workload.value())
        .setFingerprint(fingerprint.value())
        .setRunId(run)
        .setAttempt(attempt)
        .setKind(kind)
        .setEngineVersion(version.value())
        .setSideEffects(SideEffects.DECLARED_IDEMPOTENT)
        .setSource(RunEventSource.SCHEDULER)
        .setOccurredAt(Instant.now())
        .build();
  }

  @Override
  public void close() {
    publisher.close();
  }
}
