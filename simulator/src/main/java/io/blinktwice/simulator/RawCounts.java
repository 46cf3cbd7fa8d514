package io.blinktwice.simulator;

/**
 * A sequential test on raw failures with the shares of traffic as the odds (Lindon and Malek's
 * multinomial test, as a mixture over rate ratios): right for independent runs, which sticky
 * workloads are not.
 */
final class RawCounts extends Scheduled {
  private static final double[] RATIOS = {1.5, 2, 4, 8, 16, 32};
  private static final double ALPHA = .01;

  private final double[] wealth = new double[RATIOS.length];
  private double newRuns;
  private double runs;
  private double shareSeen;

  RawCounts(Fleet fleet) {
    super(fleet);
  }

  @Override
  public void saw(Attempted attempt) {
    if (share() != shareSeen) {
      shareSeen = share();
      runs = 0;
      newRuns = 0;
    }
    runs++;
    newRuns += attempt.onRelease() ? 1 : 0;
    if (!attempt.failed()) {
      return;
    }
    double share = (newRuns + 10 * share()) / (runs + 10);
    double sum = 0;
    for (int ratio = 0; ratio < RATIOS.length; ratio++) {
      double odds = share * RATIOS[ratio] + 1 - share;
      wealth[ratio] += Math.log((attempt.onRelease() ? RATIOS[ratio] : 1) / odds);
      sum += Math.exp(wealth[ratio]);
    }
    if (sum / RATIOS.length >= 1 / ALPHA) {
      pause();
    }
  }
}
