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
 * @param cleanRecord the workload's runs have ended well lately, on whatever version
 * @param codeChanged its code is known to differ from the last clean run's
 * @param releaseUnderWay some release is rolling out in the fleet
 * @param failedOnLastGoodToo this attempt was the retry on the last known good version
 * @param compared an earlier attempt of this run already asked for such a retry
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
    boolean failedOnLastGoodToo,
    boolean compared,
    Policy policy) {

  boolean isLastAllowed() {
    return attempt.number() >= policy.maxAttempts();
  }
}
