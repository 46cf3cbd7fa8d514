package io.blinktwice.pinning.decision;

/**
 * How often a workload fails and then succeeds on the very same version: a rate, never a property.
 *
 * <p>Counted only while nothing rolls out, so that no release can change who is retried how.
 *
 * @param recovered runs that failed and succeeded on the next try of the same version
 * @param runs runs that ended well, those included
 * @param suspicions suspect failures so far, whatever came of them
 */
public record Flakiness(long recovered, long runs, long suspicions) {
  public static final Flakiness UNKNOWN = new Flakiness(0, 0, 0);

  /** A prior of 1 in 200 that is worth ten runs: research/rollout.md, §B5. */
  private static final double PRIOR_RECOVERED = 0.05;

  private static final double PRIOR_RUNS = 10;

  /** Older runs count less and less: beyond this many, both counts are halved. */
  private static final int RUNS_THAT_COUNT = 1_000;

  double rate() {
    return (recovered + PRIOR_RECOVERED) / (runs + PRIOR_RUNS);
  }

  Flakiness plusRun(boolean neededASecondTry) {
    long now = recovered + (neededASecondTry ? 1 : 0);
    return runs + 1 > RUNS_THAT_COUNT
        ? new Flakiness(now / 2, (runs + 1) / 2, suspicions)
        : new Flakiness(now, runs + 1, suspicions);
  }

  Flakiness plusSuspicion() {
    return new Flakiness(recovered, runs, suspicions + 1);
  }
}
