package io.blinktwice.pinning.decision;

import java.time.Duration;

/**
 * What a platform team may choose.
 *
 * @param cleanRuns runs in a row without a failure that make a version good for a workload
 * @param maxAttempts tries of one run, the first included
 * @param firstBackoff pause before a retry on the same version; doubles with each attempt
 * @param validFor how long an answer of resolve may be used
 */
public record Policy(int cleanRuns, int maxAttempts, Duration firstBackoff, Duration validFor) {
  public static final Policy DEFAULT =
      new Policy(3, 3, Duration.ofSeconds(5), Duration.ofMinutes(1));

  public Policy {
    if (cleanRuns < 1 || maxAttempts < 1 || firstBackoff.isNegative() || validFor.isNegative()) {
      throw new IllegalArgumentException(
          "cleanRuns and maxAttempts must be at least 1, durations not negative");
    }
  }
}
