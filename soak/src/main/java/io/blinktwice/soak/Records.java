package io.blinktwice.soak;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutState;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.WireError;
import io.blinktwice.soak.decision.Event;
import io.blinktwice.soak.decision.Part;
import io.blinktwice.soak.decision.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a run looks like on our topics. */
final class Records {
  static final EngineVersion STABLE = new EngineVersion("3.5.7");
  static final EngineVersion RELEASE = new EngineVersion("4.2.0");

  private static final WireError OF_THE_ENGINE =
      WireError.newBuilder()
          .setGrpcStatus("INTERNAL")
          .setExceptionClass("org.apache.spark.SparkException")
          .setCondition("INTERNAL_ERROR")
          .setSqlState("XX000")
          .setMessage("[INTERNAL_ERROR] The Spark SQL phase planning failed. SQLSTATE: XX000")
          .build();

  private Records() {}

  static String fingerprint(String workload) {
    return Fingerprint.ofExplicitId(WorkspaceId.DEFAULT, new WorkloadId(workload)).value();
  }

  static RunEvent firstEnd(Run run, Instant at) {
    return run.blinks() ? end(run, 1, RELEASE, OF_THE_ENGINE, at) : end(run, 1, STABLE, null, at);
  }

  static RunEvent secondEnd(Run run, Instant at) {
    return end(run, 2, STABLE, null, at);
  }

  private static RunEvent end(
      Run run, int attempt, EngineVersion version, @Nullable WireError error, Instant at) {
    Part part = attempt == 1 ? Part.FIRST_END : Part.SECOND_END;
    return RunEvent.newBuilder()
        .setEventId(new Event(run.number(), part).id())
        .setWorkspace(WorkspaceId.DEFAULT.value())
        .setWorkload(run.workload())
        .setFingerprint(fingerprint(run.workload()))
        .setRunId(run.id())
        .setAttempt(attempt)
        .setKind(error == null ? RunEventKind.SUCCEEDED : RunEventKind.FAILED)
        .setEngineVersion(version.value())
        .setSideEffects(SideEffects.DECLARED_IDEMPOTENT)
        .setSource(RunEventSource.SCHEDULER)
        .setOccurredAt(at)
        .setError(error)
        .build();
  }

  static FailureClassification classification(Run run, Instant at) {
    return FailureClassification.newBuilder()
        .setWorkspace(WorkspaceId.DEFAULT.value())
        .setWorkload(run.workload())
        .setFingerprint(fingerprint(run.workload()))
        .setRunId(run.id())
        .setAttempt(1)
        .setCategory(FailureCategory.SYSTEM)
        .setOom(false)
        .setSignature("soak")
        .setClassifier("soak")
        .setClassifiedAt(at)
        .build();
  }

  static Release release(EngineVersion version, Instant at) {
    return Release.newBuilder()
        .setVersion(version.value())
        .setEngine(version.value())
        .setRegisteredBy("soak")
        .setRegisteredAt(at)
        .build();
  }

  static RolloutDecision promoted(EngineVersion version, Instant at) {
    return RolloutDecision.newBuilder()
        .setDecisionId("soak-promotes-" + version)
        .setVersion(version.value())
        .setState(RolloutState.STABLE)
        .setShare(1.0)
        .setDecidedAt(at)
        .build();
  }
}
