package io.blinktwice.rollout.judge.decision;

import java.util.List;
import java.util.Locale;

/**
 * What a finding rests on.
 *
 * @param wealth of the paired bets, against the threshold that pauses
 * @param budget that the threshold follows from, and how it is split
 * @param likelihoodRatio of "broken" by calibrated history
 * @param upperBound of the broken share
 * @param exposed distinct units that had a clean first run on the release
 * @param harmed distinct units whose first failure on the release was discordant
 * @param slower units that became slower on the release, by e-BH
 * @param bets the newest bets, oldest first
 */
public record Evidence(
    double wealth,
    AlphaBudget budget,
    double likelihoodRatio,
    double upperBound,
    int exposed,
    int harmed,
    List<String> slower,
    List<Bet> bets) {
  public Evidence {
    slower = List.copyOf(slower);
    bets = List.copyOf(bets);
  }

  public double threshold() {
    return budget.threshold();
  }

  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%d units ran clean on the release and %d failed there only; wealth %.3g of %.3g,"
            + " likelihood ratio %.3g, at most %.3g %% broken%s",
        exposed,
        harmed,
        wealth,
        threshold(),
        likelihoodRatio,
        100 * upperBound,
        slower.isEmpty() ? "" : ", %d became slower".formatted(slower.size()));
  }
}
