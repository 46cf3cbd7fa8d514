package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one attempt so far. Its parts arrive in any order: the end before the start, the
 * classification before the end.
 */
public record AttemptState(
    Phase phase,
    @Nullable EngineVersion version,
    @Nullable String resolveDecision,
    @Nullable String codeHash,
    SideEffects sideEffects,
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
    KILLED;

    boolean isEnd() {
      return this == SUCCEEDED || this == FAILED || this == KILLED;
    }
  }

  static final AttemptState UNSEEN =
      new AttemptState(Phase.UNSEEN, null, null, null, SideEffects.NONE_SEEN, null, null, null);

  /** The same attempt after a report of it; what was said first is not unsaid. */
  AttemptState reported(Phase next, RunReport report, @Nullable FailureSeen seen) {
    return new AttemptState(
        phase.isEnd() || next == Phase.RUNNING && phase != Phase.UNSEEN ? phase : next,
        version == null ? report.version() : version,
        resolveDecision == null ? report.resolveDecision() : resolveDecision,
        codeHash == null ? report.codeHash() : codeHash,
        sideEffects.and(next.isEnd() ? report.sideEffects() : report.sideEffects().asOfTheStart()),
        phase.isEnd() ? failure : seen,
        classified,
        verdict);
  }

  AttemptState classified(Classified newest) {
    boolean corrects = classified == null || newest.revision() > classified.revision();
    return new AttemptState(
        phase,
        version,
        resolveDecision,
        codeHash,
        sideEffects,
        failure,
        corrects ? newest : classified,
        verdict);
  }

  /** With its verdict; only a retry that may prove something still needs the failure's text. */
  AttemptState judged(Verdict given) {
    boolean awaitsProof = given.action() instanceof Verdict.Action.RetryLastGood;
    return new AttemptState(
        phase,
        version,
        resolveDecision,
        codeHash,
        sideEffects,
        awaitsProof ? failure : null,
        classified,
        given);
  }

  /** Without the failure's text, which a compared run no longer needs. */
  AttemptState withoutText() {
    return new AttemptState(
        phase, version, resolveDecision, codeHash, sideEffects, null, classified, verdict);
  }
}
