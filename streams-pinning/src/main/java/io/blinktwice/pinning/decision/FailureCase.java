package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.pinning.sizing.decision.MemoryStep;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the rules on a failed attempt may look at.
 *
 * <p>Which version the workload was drawn into is not among it: who is retried is decided blind to
 * the arm, so that the roll-out judge compares like with like.
 *
 * @param version where it is retried if not elsewhere: the one that it ran on, unless that is
 *     retired
 * @param habits how the workload's runs ended lately, on whatever version
 * @param memory what follows if memory ran out
 * @param refusedBy the release is known to refuse this workload that very thing on purpose
 * @param releaseUnderWay some release is rolling out in the fleet
 * @param releaseSettled and has been for so long that retries are drawn of everybody
 * @param releaseWide and has a good part of the fleet
 */
record FailureCase(
    Fingerprint fingerprint,
    Attempt attempt,
    EngineVersion version,
    Classified classified,
    SideEffects sideEffects,
    Habits habits,
    Earlier earlier,
    Memory memory,
    Release.@Nullable IntendedChange refusedBy,
    boolean releaseUnderWay,
    boolean releaseSettled,
    boolean releaseWide,
    @Nullable EngineVersion lastKnownGood,
    Policy policy) {

  /** Alone, larger, largest: more is only asked for where nobody heeds it. */
  private static final int MOST_CLIMBS = 3;

  /**
   * What is known of the workload, the same in every arm.
   *
   * @param cleanRecord its runs have ended well lately
   * @param codeChanged its code is known to differ from the last clean run's
   */
  record Habits(boolean cleanRecord, boolean codeChanged, Flakiness flakiness) {}

  /**
   * What the earlier attempts of this run say.
   *
   * @param compared one of them already asked for a retry on the last known good version
   * @param failedOnLastGoodToo this attempt was that retry
   * @param failedAlike and it failed with the same signature
   */
  record Earlier(boolean compared, boolean failedOnLastGoodToo, boolean failedAlike) {
    static final Earlier NONE = new Earlier(false, false, false);
  }

  /**
   * What follows if memory ran out.
   *
   * @param climbed earlier attempts of this run after which another size was tried
   */
  record Memory(MemoryStep next, int climbed) {}

  /** Steps to larger sizes are no tries of the same: the largest size ends them. */
  boolean isLastAllowed() {
    int steps = Math.min(memory.climbed, MOST_CLIMBS);
    return attempt.number() - steps >= policy.retries().maxAttempts();
  }

  /** Only a first attempt, and only where a comparison can still follow. */
  boolean canBeRetriedOnTheSameVersionFirst() {
    return attempt.number() == 1 && policy.retries().maxAttempts() >= 3;
  }
}
