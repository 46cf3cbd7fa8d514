package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one attempt so far. Its parts arrive in any order: the end before the start, the
 * classification before the end.
 *
 * @param firstSeen record time of the first word on it
 * @param endedAt record time of the first word on its end
 */
public record AttemptState(
    Phase phase,
    @Nullable EngineVersion version,
    @Nullable String resolveDecision,
    @Nullable String codeHash,
    SideEffects sideEffects,
    Usage usage,
    @Nullable Instant firstSeen,
    @Nullable Instant endedAt,
    @Nullable FailureSeen failure,
    @Nullable Classified classified,
    @Nullable Verdict verdict) {

  /** Where the attempt is in its life. The first end that is seen stays. */
  public enum Phase {
    /** Only others spoke of it: its classification came before any event of its own. */
    UNSEEN,
    RUNNING,
    SUCCEEDED,
    FAILED,
    KILLED,
    /** Nobody saw its end; a timer concluded it from silence. */
    LOST;

    boolean isEnd() {
      return this == SUCCEEDED || this == FAILED || this == KILLED || this == LOST;
    }
  }

  static final AttemptState UNSEEN =
      new AttemptState(
          Phase.UNSEEN,
          null,
          null,
          null,
          SideEffects.NONE_SEEN,
          Usage.UNKNOWN,
          null,
          null,
          null,
          null,
          null);

  /** The same attempt after a report of it; what was said first is not unsaid. */
  AttemptState reported(Phase next, RunReport report, @Nullable FailureSeen seen, Instant at) {
    boolean ends = next.isEnd() && !phase.isEnd();
    boolean tellsMore =
        next == Phase.SUCCEEDED && phase == Phase.SUCCEEDED && usage.figures().isEmpty();
    Usage used = ends || tellsMore ? report.usage() : usage;
    return new AttemptState(
        phase.isEnd() || next == Phase.RUNNING && phase != Phase.UNSEEN ? phase : next,
        version == null ? report.version() : version,
        resolveDecision == null ? report.resolveDecision() : resolveDecision,
        codeHash == null ? report.codeHash() : codeHash,
        sideEffects.and(next.isEnd() ? report.sideEffects() : report.sideEffects().asOfTheStart()),
        used.on(usage.cluster()).on(report.usage().cluster()),
        firstSeen == null ? at : firstSeen,
        ends ? at : endedAt,
        phase.isEnd() ? failure : seen,
        classified,
        verdict);
  }

  AttemptState classified(Classified newest, Instant at) {
    boolean corrects = classified == null || newest.revision() > classified.revision();
    return new AttemptState(
        phase,
        version,
        resolveDecision,
        codeHash,
        sideEffects,
        usage,
        firstSeen == null ? at : firstSeen,
        endedAt,
        failure,
        corrects ? newest : classified,
        verdict);
  }

  /** With its verdict; only a retry that may prove something still needs text and figures. */
  AttemptState judged(Verdict given) {
    AttemptState kept =
        given.action() instanceof Verdict.Action.RetryLastGood || phase == Phase.SUCCEEDED
            ? this
            : bare();
    return new AttemptState(
        phase,
        version,
        resolveDecision,
        codeHash,
        sideEffects,
        kept.usage,
        firstSeen,
        endedAt,
        kept.failure,
        classified,
        given);
  }

  /** Without the text and the figures, which a compared run no longer needs. */
  AttemptState bare() {
    return new AttemptState(
        phase,
        version,
        resolveDecision,
        codeHash,
        sideEffects,
        usage.withoutFigures(),
        firstSeen,
        endedAt,
        null,
        classified,
        verdict);
  }

  boolean isOpen() {
    return phase == Phase.RUNNING && verdict == null;
  }

  /** It failed, and whoever says why has not been heard. */
  boolean awaitsClassification() {
    return phase == Phase.FAILED && verdict == null && classified == null && version != null;
  }

  boolean failedByInfrastructure() {
    return phase == Phase.FAILED
        && classified != null
        && classified.category() == Category.INFRASTRUCTURE
        && !classified.outOfMemory();
  }

  boolean ranOutOfMemory() {
    return phase == Phase.FAILED && classified != null && classified.outOfMemory();
  }

  boolean askedForMoreMemory() {
    return verdict != null && verdict.action() instanceof Verdict.Action.RetryLarger;
  }

  boolean askedForLastGood() {
    return verdict != null && verdict.action() instanceof Verdict.Action.RetryLastGood;
  }
}
