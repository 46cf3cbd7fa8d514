package io.blinktwice.simulator;

import io.blinktwice.rollout.judge.decision.FlakePrior;
import io.blinktwice.rollout.judge.decision.History;
import io.blinktwice.rollout.judge.decision.Hypothesis;
import io.blinktwice.rollout.judge.decision.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * 20,000 workloads in 400 workspaces: lognormal run rates, three kinds of flakiness, 30 days of
 * history (research/rollout.md §E).
 */
final class Fleet {
  static final int WORKLOADS = 20_000;
  static final int WORKSPACES = 400;

  /** Workspace 0 is large: the noisy or broken one of the scenarios. */
  static final int LARGE_WORKSPACE = 400;

  static final double RUNS_PER_HOUR = 6_000;
  private static final double HISTORY_HOURS = 720;
  private static final double SIGMA = 1.5;
  private static final double NOISY_WORKLOAD_TRAFFIC = .02;
  private static final int LEARNED_FROM = 2_000;

  final double[] traffic = new double[WORKLOADS];
  final double[] flakeRate = new double[WORKLOADS];
  final int[] workspace = new int[WORKLOADS];
  final boolean[] broken = new boolean[WORKLOADS];
  final Subject[] subjects = new Subject[WORKLOADS];
  final int[] unit = new int[WORKLOADS];
  final FlakePrior prior;
  final Lottery lottery;
  final boolean drawnByWorkspace;

  Fleet(Scenario scenario, SplittableRandom random) {
    drawnByWorkspace = scenario == Scenario.TENANT_WAVES;
    double total = 0;
    for (int workload = 0; workload < WORKLOADS; workload++) {
      traffic[workload] = Math.exp(SIGMA * random.nextGaussian());
      total += traffic[workload];
      flakeRate[workload] = flakeRate(random.nextDouble());
      workspace[workload] = workload < LARGE_WORKSPACE ? 0 : 1 + random.nextInt(WORKSPACES - 1);
    }
    if (scenario == Scenario.NOISY_WORKLOAD) {
      traffic[0] = NOISY_WORKLOAD_TRAFFIC * total;
    }
    damage(scenario, random);
    lottery = new Lottery(traffic);
    List<History> known = draw(random);
    prior = FlakePrior.learned(known);
  }

  private void damage(Scenario scenario, SplittableRandom random) {
    Hypothesis regression = scenario.regression();
    for (int workload = 0; workload < WORKLOADS; workload++) {
      boolean hit = random.nextDouble() < (regression == null ? 0 : regression.brokenShare());
      broken[workload] = scenario == Scenario.CONFINED ? workload < LARGE_WORKSPACE : hit;
    }
  }

  private List<History> draw(SplittableRandom random) {
    double sum = 0;
    for (double rate : traffic) {
      sum += rate;
    }
    double[] workspaceDraws = random.doubles(WORKSPACES).toArray();
    List<History> known = new ArrayList<>();
    for (int workload = 0; workload < WORKLOADS; workload++) {
      double runs = traffic[workload] / sum * RUNS_PER_HOUR * HISTORY_HOURS;
      int past = Draws.poisson(runs, random);
      History history = new History(past, Draws.binomial(past, flakeRate[workload], random));
      double draw = random.nextDouble();
      int place = workspace[workload];
      unit[workload] = drawnByWorkspace ? place : workload;
      subjects[workload] =
          new Subject(
              (drawnByWorkspace ? "workspace-" : "workload-") + unit[workload],
              "workspace-" + place,
              drawnByWorkspace ? workspaceDraws[place] : draw,
              history);
      if (workload >= WORKLOADS - LEARNED_FROM) {
        known.add(history);
      }
    }
    return known;
  }

  private static double flakeRate(double draw) {
    return draw < .9 ? .0005 : draw < .98 ? .01 : .18;
  }
}
