package io.blinktwice.bench.pinning;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.WireError;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reports runs as a gateway and a classifier would. */
final class Runs {
  private static final WireError OF_ITS_USER =
      WireError.newBuilder()
          .setGrpcStatus("INTERNAL")
          .setExceptionClass("org.apache.spark.sql.AnalysisException")
          .setCondition("TABLE_OR_VIEW_NOT_FOUND")
          .setSqlState("42P01")
          .setMessage("[TABLE_OR_VIEW_NOT_FOUND] The table or view `a` cannot be found.")
          .build();

  /** Avro's builders look at every default anew, which takes longer than writing the event does. */
  private static final RunEvent PLAIN_EVENT =
      RunEvent.newBuilder()
          .setEventId("")
          .setWorkspace(WorkspaceId.DEFAULT.value())
          .setWorkload("")
          .setFingerprint("")
          .setRunId("")
          .setAttempt(1)
          .setKind(RunEventKind.STARTED)
          .setEngineVersion(Fleet.STABLE)
          .setSideEffects(SideEffects.NONE_SEEN)
          .setSource(RunEventSource.GATEWAY)
          .setOccurredAt(Instant.EPOCH)
          .build();

  private static final int KEYS_KEPT = 10_000;

  private final EventPublisher publisher;
  private final Map<String, String> keys = new ConcurrentHashMap<>();

  Runs(EventPublisher publisher) {
    this.publisher = publisher;
  }

  /**
   * One run of a workload.
   *
   * @param id of the run
   */
  record Run(String workload, String id) {
    private String fingerprint() {
      return Fingerprint.ofExplicitId(WorkspaceId.DEFAULT, new WorkloadId(workload)).value();
    }
  }

  /** A gateway knows it by heart; and whoever measures has the processors of who is measured. */
  private String keyOf(Run run) {
    return keys.size() < KEYS_KEPT
        ? keys.computeIfAbsent(run.workload(), workload -> run.fingerprint())
        : run.fingerprint();
  }

  void started(Run run) {
    tell(run, RunEventKind.STARTED, null);
  }

  void succeeded(Run run) {
    tell(run, RunEventKind.SUCCEEDED, null);
  }

  /** With an error that is its user's. */
  void failed(Run run) {
    tell(run, RunEventKind.FAILED, OF_ITS_USER);
  }

  private void tell(Run run, RunEventKind kind, @Nullable WireError error) {
    Instant now = Instant.now();
    String eventId = run.id() + "-" + kind;
    String key = keyOf(run);
    RunEvent event = new RunEvent();
    for (Schema.Field field : RunEvent.getClassSchema().getFields()) {
      event.put(field.pos(), PLAIN_EVENT.get(field.pos()));
    }
    event.setEventId(eventId);
    event.setWorkload(run.workload());
    event.setFingerprint(key);
    event.setRunId(run.id());
    event.setKind(kind);
    event.setOccurredAt(now);
    event.setError(error);
    publisher.publish(Topics.RUN_EVENTS, key, event, eventId, now);
  }

  void classified(Run run) {
    Instant now = Instant.now();
    String key = keyOf(run);
    FailureClassification said =
        FailureClassification.newBuilder()
            .setWorkspace(WorkspaceId.DEFAULT.value())
            .setWorkload(run.workload())
            .setFingerprint(key)
            .setRunId(run.id())
            .setAttempt(1)
            .setCategory(FailureCategory.USER)
            .setOom(false)
            .setSignature("bench")
            .setClassifier("bench")
            .setClassifiedAt(now)
            .build();
    publisher.publish(Topics.FAILURE_CLASSIFICATIONS, key, said, run.id() + "-classification", now);
  }
}
