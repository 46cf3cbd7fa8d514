package io.blinktwice.pinning.api;

import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Workload;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/**
 * An active pin.
 *
 * @param byHand who made it, where a person did
 * @param expiresAt when it ends by itself
 * @param halfOpen whether some runs test if it is still needed
 */
@Serdeable
public record PinAnswer(
    String pin,
    String workload,
    String fingerprint,
    String version,
    @Nullable String awayFrom,
    @Nullable String byHand,
    Instant createdAt,
    @Nullable Instant expiresAt,
    boolean halfOpen,
    List<ReasonAnswer> reasons,
    @Nullable EvidenceAnswer evidence) {

  /** The two attempts of one run that differ. */
  @Serdeable
  public record EvidenceAnswer(
      String run,
      int failedAttempt,
      String failedVersion,
      int goodAttempt,
      String goodVersion,
      String category,
      String signature,
      @Nullable String condition,
      @Nullable String message) {

    static EvidenceAnswer of(Pin.Evidence evidence) {
      FailureSeen failure = evidence.failure();
      return new EvidenceAnswer(
          evidence.run().value(),
          evidence.failedAttempt(),
          evidence.failedVersion().value(),
          evidence.goodAttempt(),
          evidence.goodVersion().value(),
          evidence.classified().category().name(),
          evidence.classified().signature(),
          failure == null ? null : failure.condition(),
          failure == null ? null : failure.message());
    }
  }

  static PinAnswer of(Workload workload, Pin pin) {
    var awayFrom = pin.awayFrom();
    return new PinAnswer(
        pin.id().value(),
        workload.name().value(),
        workload.fingerprint().value(),
        pin.version().value(),
        awayFrom == null ? null : awayFrom.value(),
        pin.origin() instanceof Pin.Origin.ByHand(String actor) ? actor : null,
        pin.createdAt(),
        pin.terms().expiresAt(),
        pin.trial() != null,
        pin.reasons().stream().map(ReasonAnswer::of).toList(),
        pin.origin() instanceof Pin.Origin.Proven(Pin.Evidence evidence)
            ? EvidenceAnswer.of(evidence)
            : null);
  }
}
