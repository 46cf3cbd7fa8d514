package io.blinktwice.simulator;

import io.blinktwice.rollout.judge.decision.Hypothesis;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A likelihood ratio on the release's runs alone, without a control. With the true flake rates and
 * the true effect it is the oracle, Wald's test, which nobody can have; with rates from history and
 * a few effects it is what history alone can say, and takes every noise for a broken release.
 */
final class Likelihood extends Scheduled {
  private static final double ALPHA = .01;
  static final List<Hypothesis> GUESSES =
      List.of(
          new Hypothesis(.003, 1),
          new Hypothesis(.02, 1),
          new Hypothesis(.003, .2),
          new Hypothesis(.02, .2));

  private final List<Hypothesis> hypotheses;
  private final IntToDoubleFunction flakeRate;
  private final double fromHour;
  private final double[] logs;
  private final int[] clean;
  private final boolean[] failed;

  Likelihood(
      Fleet fleet, List<Hypothesis> hypotheses, IntToDoubleFunction flakeRate, double fromHour) {
    super(fleet);
    this.hypotheses = hypotheses;
    this.flakeRate = flakeRate;
    this.fromHour = fromHour;
    this.clean = new int[fleet.size.workloads()];
    this.failed = new boolean[fleet.size.workloads()];
    this.logs = new double[hypotheses.size()];
  }

  @Override
  public void saw(Attempted attempt) {
    int workload = attempt.workload();
    boolean told = !attempt.failed() || attempt.discordant();
    if (!attempt.onRelease() || attempt.hour() < fromHour || failed[workload] || !told) {
      return;
    }
    double sum = 0;
    for (int index = 0; index < logs.length; index++) {
      Hypothesis effect = hypotheses.get(index);
      logs[index] +=
          Math.log(
              attempt.failed()
                  ? ratio(effect, workload)
                  : 1 - believed(effect, workload) * effect.failureProbability());
      sum += Math.exp(logs[index]);
    }
    if (attempt.failed()) {
      failed[workload] = true;
    } else {
      clean[workload]++;
    }
    if (sum / logs.length >= 1 / ALPHA) {
      pause();
    }
  }

  private double believed(Hypothesis effect, int workload) {
    double broken =
        effect.brokenShare() * Math.pow(1 - effect.failureProbability(), clean[workload]);
    return broken / (1 - effect.brokenShare() + broken);
  }

  private double ratio(Hypothesis effect, int workload) {
    double rate = flakeRate.applyAsDouble(workload);
    return 1 + believed(effect, workload) * effect.failureProbability() * (1 - rate) / rate;
  }
}
