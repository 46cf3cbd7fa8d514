package io.blinktwice.pinning.decision;

import io.blinktwice.pinning.performance.decision.PerformancePolicy;
import java.time.Duration;

/**
 * What a platform team may choose.
 *
 * @param cleanRuns runs in a row without a failure that make a version good for a workload
 * @param waits how long something is waited for
 * @param speed when a workload counts as slower
 * @param validFor how long an answer of resolve may be used
 */
public record Policy(
    int cleanRuns,
    Retries retries,
    Costs costs,
    PinTerms pins,
    Waits waits,
    PerformancePolicy speed,
    Duration validFor) {

  /**
   * How long what should come is waited for.
   *
   * @param runTimeout an attempt of which nothing was heard for so long is taken for lost
   * @param classifiedWithin a failure that nobody has classified for so long is judged without
   */
  public record Waits(Duration runTimeout, Duration classifiedWithin) {
    public static final Waits DEFAULT = new Waits(Duration.ofHours(24), Duration.ofMinutes(1));

    public Waits {
      if (!runTimeout.isPositive() || !classifiedWithin.isPositive()) {
        throw new IllegalArgumentException("what is waited for needs more than no time");
      }
    }
  }

  /**
   * How failures are repeated.
   *
   * @param maxAttempts tries of one run, the first included
   * @param firstBackoff pause before a retry on the same version; doubles with each attempt
   * @param sameVersionShare share of suspect failures that is first retried on the same version, by
   *     lot, so that it is known how many recover by themselves
   * @param settledSameVersionShare the same once a release has rolled out for twenty minutes, of
   *     workloads' first suspect failures too; half at most once it has a tenth of the fleet
   */
  public record Retries(
      int maxAttempts,
      Duration firstBackoff,
      double sameVersionShare,
      double settledSameVersionShare) {
    public static final Retries DEFAULT = new Retries(3, Duration.ofSeconds(5), 0.1, 0.9);

    public Retries {
      if (maxAttempts < 1 || firstBackoff.isNegative()) {
        throw new IllegalArgumentException("at least one attempt, and a backoff not negative");
      }
      requireShare("sameVersionShare", sameVersionShare);
      requireShare("settledSameVersionShare", settledSameVersionShare);
    }
  }

  /**
   * How long pins last.
   *
   * @param probeAfter when a pin becomes half open by itself; doubles with each failed probe
   * @param expireAfter when it ends by itself
   * @param probeShare share of the runs of a half-open workload that try the newer version
   */
  public record PinTerms(Duration probeAfter, Duration expireAfter, double probeShare) {
    public static final PinTerms DEFAULT =
        new PinTerms(Duration.ofDays(7), Duration.ofDays(90), 0.5);

    public PinTerms {
      if (!probeAfter.isPositive() || !expireAfter.isPositive()) {
        throw new IllegalArgumentException("a pin lasts longer than no time");
      }
      requireShare("probeShare", probeShare);
    }
  }

  public static final Policy DEFAULT =
      new Policy(
          3,
          Retries.DEFAULT,
          Costs.DEFAULT,
          PinTerms.DEFAULT,
          Waits.DEFAULT,
          PerformancePolicy.ORDINARY,
          Duration.ofMinutes(1));

  public Policy {
    if (cleanRuns < 1 || validFor.isNegative()) {
      throw new IllegalArgumentException("cleanRuns must be at least 1, validFor not negative");
    }
  }

  private static void requireShare(String what, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(what + " must lie between 0 and 1");
    }
  }
}
