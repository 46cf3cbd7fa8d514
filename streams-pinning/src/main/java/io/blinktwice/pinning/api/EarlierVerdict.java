package io.blinktwice.pinning.api;

import io.blinktwice.contract.Attempt;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.decision.WorkloadState;
import java.time.Duration;
import java.time.Instant;

/**
 * What a workload's state says of a verdict that is not among the latest committed ones: it was
 * given long ago, it is still to come, or the run has left the state.
 */
sealed interface EarlierVerdict {
  /** No transaction is open longer: what was judged before this is committed. */
  Duration SETTLED = Duration.ofSeconds(12);

  /** It was given. */
  record Given(WorkloadState state, Attempt attempt, AttemptState judged, Verdict verdict)
      implements EarlierVerdict {}

  /** Nothing is known of it yet, or nothing that cannot be undone. */
  record NotYet() implements EarlierVerdict {}

  /** The run was known within the day, and is no longer. */
  record Gone() implements EarlierVerdict {}

  /**
   * When it is asked.
   *
   * @param classifiedWithin a failure waits so long for its classification before it is judged
   *     without one
   */
  record Moment(Instant now, Duration classifiedWithin) {
    private boolean isSettled(AttemptState judged) {
      boolean succeeded = judged.phase() == AttemptState.Phase.SUCCEEDED;
      Duration within = succeeded ? SETTLED : SETTLED.plus(classifiedWithin);
      Instant ended = judged.endedAt();
      return ended != null && !ended.plus(within).isAfter(now);
    }
  }

  /**
   * @param left whether the run was in the state and is so no longer
   */
  static EarlierVerdict of(WorkloadState state, Attempt asked, boolean left, Moment at) {
    AttemptState known = state.attempt(asked);
    Verdict verdict = known.verdict();
    if (verdict != null) {
      return at.isSettled(known) ? new Given(state, asked, known, verdict) : new NotYet();
    }
    return left ? new Gone() : new NotYet();
  }
}
