package io.blinktwice.pinning.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.PinOrigin;
import io.blinktwice.events.Reason;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.decision.Category;
import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pin as the world sees it. */
final class PinRecords {
  private PinRecords() {}

  static io.blinktwice.events.Pin pin(Workload workload, Pin pin) {
    EngineVersion awayFrom = pin.awayFrom();
    io.blinktwice.events.Pin.Builder told =
        io.blinktwice.events.Pin.newBuilder()
            .setPinId(pin.id().value())
            .setWorkspace(workload.workspace().value())
            .setWorkload(workload.name().value())
            .setFingerprint(workload.fingerprint().value())
            .setVersion(pin.version().value())
            .setAwayFrom(awayFrom == null ? null : awayFrom.value())
            .setCreatedAt(pin.createdAt())
            .setReasons(reasons(pin.reasons()));
    switch (pin.origin()) {
      case Pin.Origin.ByHand(String actor) -> told.setOrigin(PinOrigin.PERSON).setActor(actor);
      case Pin.Origin.Proven(Pin.Evidence evidence) ->
          told.setOrigin(PinOrigin.AUTOMATIC).setEvidence(evidence(evidence));
    }
    return told.build();
  }

  private static PinEvidence evidence(Pin.Evidence evidence) {
    return PinEvidence.newBuilder()
        .setRunId(evidence.run().value())
        .setFailedAttempt(evidence.failedAttempt())
        .setFailedVersion(evidence.failedVersion().value())
        .setGoodAttempt(evidence.goodAttempt())
        .setGoodVersion(evidence.goodVersion().value())
        .setCategory(category(evidence.classified().category()))
        .setSignature(evidence.classified().signature())
        .setError(error(evidence.failure()))
        .build();
  }

  private static @Nullable WireError error(@Nullable FailureSeen failure) {
    return failure == null
        ? null
        : WireError.newBuilder()
            .setGrpcStatus(failure.grpcStatus())
            .setExceptionClass(failure.exceptionClass())
            .setExceptionChain(failure.exceptionChain())
            .setCondition(failure.condition())
            .setSqlState(failure.sqlState())
            .setMessage(failure.message())
            .setMessageTruncated(failure.messageTruncated())
            .build();
  }

  static FailureCategory category(Category category) {
    return switch (category) {
      case USER -> FailureCategory.USER;
      case INFRASTRUCTURE -> FailureCategory.INFRASTRUCTURE;
      case SYSTEM -> FailureCategory.SYSTEM;
      case UNDECIDED -> FailureCategory.UNDECIDED;
    };
  }

  static List<Reason> reasons(List<io.blinktwice.contract.Reason> reasons) {
    return reasons.stream().map(reason -> new Reason(reason.rule(), reason.sentence())).toList();
  }
}
