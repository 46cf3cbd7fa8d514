package io.blinktwice.rollout.judge.decision;

import java.util.List;
import java.util.Locale;

/**
 * What a finding rests on.
 *
 * @param wealth of the paired bets, against the threshold that pauses
 * @param likelihoodRatio of "broken" by calibrated history
 * @param upperBound of the broken share
 * @param exposed distinct units that had a clean first run on the release
 * @param harmed distinct units whose first failure on the release was discordant
 * @param bets the newest bets, oldest first
 */
public record Evidence(
    double wealth,
    double threshold,
    double likelihoodRatio,
    double upperBound,
    int exposed,
    int harmed,
    List<Bet> bets) {
  public Evidence {
    bets = List.copyOf(bets);
  }

  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%d units ran clean on the release and %d failed there only; wealth %.3g of %.3g,"
            + " likelihood ratio %.3g, at most %.3g %% broken",
        exposed,
        harmed,
        wealth,
        threshold,
        likelihoodRatio,
        100 * upperBound);
  }
}
