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

  /** A failure waits so long for its classification before it is judged without one. */
  Duration CLASSIFIED = Duration.ofMinutes(1);

  /** It was given. */
  record Given(WorkloadState state, Attempt attempt, AttemptState judged, Verdict verdict)
      implements EarlierVerdict {}

  /** Nothing is known of it yet, or nothing that cannot be undone. */
  record NotYet() implements EarlierVerdict {}

  /** The run was known within the day, and is no longer. */
  record Gone() implements EarlierVerdict {}

  /**
   * @param left whether the run was in the state and is so no longer
   */
  static EarlierVerdict of(WorkloadState state, Attempt asked, boolean left, Instant now) {
    AttemptState known = state.attempt(asked);
    Verdict verdict = known.verdict();
    Instant ended = known.endedAt();
    if (verdict != null) {
      return ended == null || ended.plus(settledAfter(known)).isAfter(now)
          ? new NotYet()
          : new Given(state, asked, known, verdict);
    }
    return left ? new Gone() : new NotYet();
  }

  private static Duration settledAfter(AttemptState known) {
    return known.phase() == AttemptState.Phase.SUCCEEDED ? SETTLED : SETTLED.plus(CLASSIFIED);
  }
}
