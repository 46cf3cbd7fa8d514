package io.blinktwice.router.effect;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.WireError;
import io.blinktwice.router.decision.AttemptEvent;
import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.decision.WriteKnowledge;
import io.blinktwice.schemas.TrustedRecords;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what happened to an attempt as the record that others read. */
final class RunEvents {
  static {
    TrustedRecords.register();
  }

  private RunEvents() {}

  /** Whose event it is, and which version was chosen for it. */
  record Subject(CallIdentity identity, WorkloadIdentity workload, VersionChoice choice) {}

  static RunEvent record(Subject subject, AttemptEvent event, Instant at) {
    CallIdentity identity = subject.identity();
    WorkloadIdentity workload = subject.workload();
    VersionChoice choice = subject.choice();
    Fingerprint fingerprint = fingerprintOf(identity.workspace(), workload);
    RunEventKind kind = kind(event);
    return RunEvent.newBuilder()
        .setEventId(id(fingerprint, identity, kind))
        .setWorkspace(identity.workspace().value())
        .setWorkload(workload.name().value())
        .setFingerprint(fingerprint.value())
        .setIdentity(identity.recognisedBy())
        .setRunId(identity.attempt().run().value())
        .setAttempt(identity.attempt().number())
        .setKind(kind)
        .setEngineVersion(choice.version().value())
        .setEnvironment(identity.environment())
        .setCluster(event.cluster())
        .setCodeHash(identity.codeHash())
        .setDecisionId(choice.decisionId())
        .setEpoch(choice.epoch())
        .setFallback(choice.fallback())
        .setSideEffects(sideEffects(event.writes()))
        .setSource(RunEventSource.GATEWAY)
        .setOccurredAt(at)
        .setError(event instanceof AttemptEvent.Failed failed ? error(failed.failure()) : null)
        .setMetrics(metrics(event))
        .build();
  }

  static Fingerprint fingerprintOf(WorkspaceId workspace, WorkloadIdentity workload) {
    return Fingerprint.of(workspace, workload);
  }

  /** The same whoever writes it and however often: a repetition is recognised. */
  private static String id(Fingerprint fingerprint, CallIdentity identity, RunEventKind kind) {
    return DecisionId.of(
            "event",
            "1",
            fingerprint.value(),
            identity.attempt().run().value(),
            String.valueOf(identity.attempt().number()),
            kind.name())
        .value();
  }

  private static RunEventKind kind(AttemptEvent event) {
    return switch (event) {
      case AttemptEvent.Started _ -> RunEventKind.STARTED;
      case AttemptEvent.Succeeded _ -> RunEventKind.SUCCEEDED;
      case AttemptEvent.Failed _ -> RunEventKind.FAILED;
      case AttemptEvent.Killed _ -> RunEventKind.KILLED;
    };
  }

  private static Map<String, Double> metrics(AttemptEvent event) {
    return event instanceof AttemptEvent.Ended ended
        ? Map.of("statements", (double) ended.statements())
        : Map.of();
  }

  private static SideEffects sideEffects(WriteKnowledge writes) {
    return switch (writes) {
      case UNKNOWN -> SideEffects.UNKNOWN;
      case NONE_SEEN -> SideEffects.NONE_SEEN;
      case MAY_HAVE_WRITTEN -> SideEffects.MAY_HAVE_WRITTEN;
      case DECLARED_IDEMPOTENT -> SideEffects.DECLARED_IDEMPOTENT;
      case DECLARED_APPEND -> SideEffects.DECLARED_APPEND;
    };
  }

  private static @Nullable WireError error(CallFailure failure) {
    return WireError.newBuilder()
        .setGrpcStatus(failure.grpcStatus())
        .setExceptionClass(failure.exceptionClass())
        .setExceptionChain(failure.exceptionChain())
        .setCondition(failure.condition())
        .setSqlState(failure.sqlState())
        .setMessage(failure.message())
        .setMessageTruncated(failure.messageTruncated())
        .build();
  }
}
