package io.blinktwice.pinning.decision;

import java.util.List;

/**
 * How likely it is that the version caused a failure that an older version did not repeat.
 *
 * <p>Posterior odds of a regression against a flake (research/rollout.md §B6), summed over how
 * intermittent a regression may be: {@code f/(1-f) · Σ π(q) ((q+(1-q)r)/r)^d (1-q)^c}, where r is
 * the workload's own flake rate, d its discordant runs on the version, and c its clean ones; f
 * grows with the number of other workloads that the same failure hit.
 */
final class Suspicion {
  /** Share of workloads that a release breaks: research/rollout.md §B6 reckons with 1 in 100. */
  static final double BROKEN_BY_A_RELEASE = 0.01;

  /** Where the release itself says that it changed this on purpose. */
  private static final double BROKEN_IF_DECLARED = 0.5;

  /** Ours, and careful: pins of others may be wrong themselves. */
  private static final double WEIGHT_OF_THE_USUAL = 4;

  /** What ran clean long ago says little about today's data: no more runs than these count. */
  private static final int CLEAN_RUNS_THAT_COUNT = 10;

  private static final double CERTAINTY_TO_STOP_PROBING = 20;
  private static final int MOST_PROBES = 60;

  /** A regression that fails a share {@code rate} of the runs, and how often that is so. */
  private record Intermittent(double rate, double prior) {}

  private static final List<Intermittent> KINDS =
      List.of(new Intermittent(1, 0.6), new Intermittent(0.3, 0.25), new Intermittent(0.1, 0.15));

  private Suspicion() {}

  /**
   * What speaks for and against the version.
   *
   * @param declared the release says that it changed the behaviour behind this error
   * @param flakeRate how often the workload fails and recovers without any change
   * @param onVersion how the workload did on the version that failed, this run included
   * @param othersHit other workloads that the same failure has pinned away from that version
   */
  record Symptoms(
      Classified classified,
      boolean declared,
      double flakeRate,
      CleanRecord onVersion,
      int othersHit) {}

  static double posterior(Symptoms seen) {
    double prior = prior(seen.declared(), seen.othersHit());
    double clean = Math.min(seen.onVersion().total(), CLEAN_RUNS_THAT_COUNT);
    double sum = 0;
    for (Intermittent kind : KINDS) {
      double failsNow = kind.rate() + (1 - kind.rate()) * seen.flakeRate();
      sum +=
          kind.prior()
              * Math.pow(failsNow / seen.flakeRate(), seen.onVersion().discordant())
              * Math.pow(1 - kind.rate(), clean);
    }
    double odds = prior / (1 - prior) * likelihoodOf(seen.classified()) * sum;
    return Double.isInfinite(odds) ? 1 : odds / (1 + odds);
  }

  /**
   * The share of workloads with this failure that the release breaks, before the run is looked at.
   *
   * <p>The mean of a beta distribution that begins at what is usual, with the weight of {@link
   * #WEIGHT_OF_THE_USUAL} workloads, and has seen each of the others as one that was broken. Four
   * others outweigh what is usual; no number of them makes it certain.
   */
  private static double prior(boolean declared, int othersHit) {
    double usual = declared ? BROKEN_IF_DECLARED : BROKEN_BY_A_RELEASE;
    return (usual * WEIGHT_OF_THE_USUAL + othersHit) / (WEIGHT_OF_THE_USUAL + othersHit);
  }

  /** How much oftener a regression looks like this than a flake does; our estimate, kept weak. */
  private static double likelihoodOf(Classified classified) {
    double ifRight =
        switch (classified.category()) {
          case SYSTEM -> 1.5;
          case USER -> 1.2;
          case UNDECIDED -> 1;
          case INFRASTRUCTURE -> 0.2;
        };
    return classified.confidence() * ifRight + 1 - classified.confidence();
  }

  /** The share of runs that the version fails, by what was seen of it. */
  static double intermittency(CleanRecord onVersion) {
    double clean = Math.min(onVersion.total(), CLEAN_RUNS_THAT_COUNT);
    return onVersion.discordant() / Math.max(1, onVersion.discordant() + clean);
  }

  /**
   * Clean probes that make it twenty times likelier that a failure of this rate is gone: {@code ln
   * 20 / -ln(1-q)}, so 1 where every run failed and 9 where three in ten did (research §D).
   */
  static int probesNeeded(double intermittency) {
    if (intermittency >= 1) {
      return 1;
    }
    double runs = Math.log(CERTAINTY_TO_STOP_PROBING) / -Math.log1p(-intermittency);
    return (int) Math.clamp(Math.ceil(runs), 1, MOST_PROBES);
  }
}
