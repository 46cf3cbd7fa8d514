package io.blinktwice.pinning.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import java.time.Duration;
import java.util.List;

/**
 * Where a suspect failure is retried: on the last known good version, unless the same version comes
 * first.
 *
 * <p>It does for a workload that is known to flake oftener than releases break (research/rollout.md
 * §B6), and for a share of the others by lot, so that it is known how many recover by themselves. A
 * workload's first suspect failure is compared at once while a release is young: so the worst is
 * known soonest. Later nine of ten come back to the same version first: what recovers there by
 * itself was no fault of the release, and only what fails again is compared. Once a tenth of the
 * fleet is on the release it is half of them: there the draw of members tells the roll-out judge
 * less and less, and the lot tells most if both sides come alike (decisions 0036, 0037). Nothing
 * here knows the arm.
 */
final class SuspectRetry {
  /** As long as a first wave bakes at least. */
  static final Duration SETTLED_AFTER = Duration.ofMinutes(20);

  /** From this share of the fleet on the lot tells more than the draw of members does. */
  static final double WIDE = .1;

  private static final double BOTH_SIDES_ALIKE = .5;

  private static final int LARGEST_BACKOFF_SHIFT = 10;

  private SuspectRetry() {}

  static Judgement of(FailureCase failed, String rule, String sentence) {
    Reason suspicion = new Reason(rule, sentence);
    EngineVersion target = failed.lastKnownGood();
    if (target == null) {
      return new Judgement(
          new Verdict.Action.Finish(),
          List.of(
              new Reason(
                  "no-last-known-good",
                  sentence + ", but the fleet has no version to fall back to")),
          true,
          1);
    }
    if (failed.canBeRetriedOnTheSameVersionFirst()) {
      if (isKnownToFlake(failed)) {
        return sameVersion(
            failed,
            suspicion,
            new Reason(
                "flakes-oftener-than-releases-break",
                "this workload often recovers by itself, so the same version comes first"),
            1);
      }
      double share = shareByLot(failed);
      if (drawn(failed) < share) {
        return sameVersion(
            failed,
            suspicion,
            new Reason(
                "same-version-by-lot",
                "drawn to show how many failures recover without another version"),
            share);
      }
      return lastGood(target, suspicion, 1 - share);
    }
    return lastGood(target, suspicion, 1);
  }

  private static Judgement lastGood(EngineVersion target, Reason suspicion, double probability) {
    return new Judgement(
        new Verdict.Action.RetryLastGood(target), List.of(suspicion), true, probability);
  }

  private static Judgement sameVersion(
      FailureCase failed, Reason suspicion, Reason why, double probability) {
    return new Judgement(
        new Verdict.Action.RetrySame(failed.version(), backoff(failed)),
        List.of(why, suspicion),
        true,
        probability);
  }

  private static boolean isKnownToFlake(FailureCase failed) {
    return failed.habits().flakiness().rate() > Suspicion.BROKEN_BY_A_RELEASE;
  }

  private static double shareByLot(FailureCase failed) {
    Policy.Retries retries = failed.policy().retries();
    if (failed.releaseSettled()) {
      double settled = retries.settledSameVersionShare();
      return failed.releaseWide() ? Math.min(settled, BOTH_SIDES_ALIKE) : settled;
    }
    boolean first = failed.habits().flakiness().suspicions() == 0;
    return first ? 0 : retries.sameVersionShare();
  }

  private static double drawn(FailureCase failed) {
    return Lot.draw("same-version", failed.fingerprint().value(), failed.attempt().run().value());
  }

  /** Doubles with each attempt; half of it is drawn by hash, so that not all come back at once. */
  static Duration backoff(FailureCase failed) {
    int doublings = Math.min(failed.attempt().number() - 1, LARGEST_BACKOFF_SHIFT);
    long whole = failed.policy().retries().firstBackoff().toMillis() << doublings;
    DecisionId id = Judging.idOf(failed.fingerprint(), failed.attempt());
    return Duration.ofMillis(whole / 2 + (long) (whole / 2 * Lot.draw("backoff", id.value())));
  }
}
