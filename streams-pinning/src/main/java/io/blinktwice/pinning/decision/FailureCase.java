package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the rules on a failed attempt may look at.
 *
 * <p>Which version the workload was drawn into is not among it: who is retried is decided blind to
 * the arm, so that the roll-out judge compares like with like.
 *
 * @param cleanRecord the workload has done well lately on some version
 * @param codeChanged its code is known to differ from the last clean run's
 * @param releaseUnderWay some release is rolling out in the fleet
 * @param previous the attempt before this one in the same run
 */
record FailureCase(
    Attempt attempt,
    EngineVersion version,
    Classified classified,
    SideEffects sideEffects,
    boolean cleanRecord,
    boolean codeChanged,
    boolean releaseUnderWay,
    @Nullable EngineVersion lastKnownGood,
    @Nullable AttemptState previous,
    Policy policy) {

  boolean isRetryOnLastGood() {
    return previous != null
        && previous.verdict() != null
        && previous.verdict().action() instanceof Verdict.Action.RetryLastGood;
  }

  boolean isLastAllowed() {
    return attempt.number() >= policy.maxAttempts();
  }
}
