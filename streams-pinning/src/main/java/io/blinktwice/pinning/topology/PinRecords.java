package io.blinktwice.pinning.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.PinCause;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.PinOrigin;
import io.blinktwice.events.PinProbes;
import io.blinktwice.events.PinState;
import io.blinktwice.events.Reason;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.decision.Category;
import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pin as the world sees it. */
public final class PinRecords {
  private PinRecords() {}

  public static io.blinktwice.events.Pin active(Workload workload, Pin pin) {
    return pin(workload, pin, pin.trial() == null ? PinState.ACTIVE : PinState.HALF_OPEN);
  }

  static io.blinktwice.events.Pin ended(Workload workload, Pin pin) {
    return pin(workload, pin, PinState.ENDED);
  }

  private static io.blinktwice.events.Pin pin(Workload workload, Pin pin, PinState state) {
    io.blinktwice.events.Pin.Builder told =
        io.blinktwice.events.Pin.newBuilder()
            .setPinId(pin.id().value())
            .setWorkspace(workload.workspace().value())
            .setWorkload(workload.name().value())
            .setFingerprint(workload.fingerprint().value())
            .setVersion(pin.version().value())
            .setAwayFrom(value(pin.awayFrom()))
            .setCreatedAt(pin.createdAt())
            .setState(state)
            .setExpiresAt(pin.terms().expiresAt())
            .setFixedIn(value(pin.terms().fixedIn()))
            .setSignature(pin.signature())
            .setTicketId(pin.ticket())
            .setReasons(reasons(pin.reasons()));
    switch (pin.origin()) {
      case Pin.Origin.ByHand(String actor) ->
          told.setOrigin(PinOrigin.PERSON).setCause(PinCause.PERSON).setActor(actor);
      case Pin.Origin.Proven(Pin.Evidence evidence) ->
          told.setOrigin(PinOrigin.AUTOMATIC)
              .setCause(cause(evidence.weight().nature()))
              .setCodeHash(evidence.codeHash())
              .setEvidence(evidence(evidence));
      case Pin.Origin.Measured(Pin.Slowness slowness) ->
          told.setOrigin(PinOrigin.AUTOMATIC)
              .setCause(PinCause.PERFORMANCE)
              .setCodeHash(slowness.codeHash())
              .setEvidence(SlownessRecords.evidence(slowness));
    }
    Pin.Trial trial = pin.trial();
    if (trial != null) {
      told.setHalfOpenSince(trial.since())
          .setHalfOpenBecause(trial.because().sentence())
          .setProbes(
              PinProbes.newBuilder()
                  .setNeeded(trial.needed())
                  .setClean(trial.clean())
                  .setFailed(pin.terms().failedProbes())
                  .build());
    }
    return told.build();
  }

  private static PinCause cause(Pin.Nature nature) {
    return switch (nature) {
      case REGRESSION -> PinCause.REGRESSION;
      case BEHAVIOUR_CHANGED -> PinCause.INTENDED_CHANGE;
    };
  }

  private static @Nullable String value(@Nullable EngineVersion version) {
    return version == null ? null : version.value();
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
        .setFailedMetrics(Figures.record(evidence.failedUsage().figures()))
        .setGoodMetrics(Figures.record(evidence.goodUsage().figures()))
        .setFailedCluster(evidence.failedUsage().cluster())
        .setGoodCluster(evidence.goodUsage().cluster())
        .setPosterior(evidence.weight().posterior())
        .setOthersHit(evidence.weight().othersHit())
        .setChangedCondition(changedCondition(evidence))
        .build();
  }

  /** The condition that the pin's release raises where the older version did not. */
  public static @Nullable String changedCondition(Pin pin) {
    Pin.Evidence evidence = pin.evidence();
    return evidence == null ? null : changedCondition(evidence);
  }

  static @Nullable String changedCondition(Pin.Evidence evidence) {
    return evidence.weight().nature() == Pin.Nature.BEHAVIOUR_CHANGED ? evidence.condition() : null;
  }

  static @Nullable WireError error(@Nullable FailureSeen failure) {
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
