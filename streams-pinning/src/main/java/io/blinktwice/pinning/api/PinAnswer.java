package io.blinktwice.pinning.api;

import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Workload;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An active pin.
 *
 * @param byHand who made it, where a person did
 * @param expiresAt when it ends by itself
 * @param halfOpen whether some runs test if it is still needed
 * @param evidence the failure that proved it, where one did
 * @param slowness what proved it where no failure did
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
    @Nullable EvidenceAnswer evidence,
    @Nullable SlownessAnswer slowness) {

  /**
   * Two runs that succeeded, of which the one on the newer version took more.
   *
   * @param figures what each of the two took, by the name of the figure
   * @param grown what grew over all runs that were compared, the surest first
   */
  @Serdeable
  public record SlownessAnswer(
      String run,
      String newer,
      String goodRun,
      String older,
      Map<String, FigureAnswer> figures,
      List<SpeedAnswer.GrownAnswer> grown) {

    static SlownessAnswer of(Pin.Slowness slowness) {
      TreeMap<String, FigureAnswer> figures = new TreeMap<>();
      Map<String, Long> good = slowness.goodUsage().figures();
      slowness
          .usage()
          .figures()
          .forEach((name, figure) -> figures.put(name, new FigureAnswer(figure, good.get(name))));
      return new SlownessAnswer(
          slowness.run().value(),
          slowness.newer().value(),
          slowness.goodRun().value(),
          slowness.older().value(),
          figures,
          slowness.finding().grown().stream().map(SpeedAnswer.GrownAnswer::of).toList());
    }
  }

  /** One figure on both versions. */
  @Serdeable
  public record FigureAnswer(long newer, @Nullable Long older) {}

  /**
   * The two attempts of one run that differ.
   *
   * @param posterior how likely the version caused the failure
   * @param othersHit other workloads that the same failure had pinned away from it by then
   */
  @Serdeable
  public record EvidenceAnswer(
      String run,
      int failedAttempt,
      String failedVersion,
      int goodAttempt,
      String goodVersion,
      String category,
      String signature,
      double posterior,
      int othersHit,
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
          evidence.weight().posterior(),
          evidence.weight().othersHit(),
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
            : null,
        pin.origin() instanceof Pin.Origin.Measured(Pin.Slowness slowness)
            ? SlownessAnswer.of(slowness)
            : null);
  }
}
