package io.blinktwice.simulator;

import io.blinktwice.rollout.evidence.decision.History;
import io.blinktwice.rollout.judge.decision.FlakePrior;
import io.blinktwice.rollout.judge.decision.Hypothesis;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * 20,000 workloads in 400 workspaces: lognormal run rates, three kinds of flakiness, 30 days of
 * history (research/rollout.md §E).
 */
final class Fleet {
  /**
   * How large it is.
   *
   * @param large workloads of workspace 0: the noisy or broken one of the scenarios
   */
  record Size(int workloads, int workspaces, int large, double runsPerHour) {
    private static final Size USUAL = new Size(20_000, 400, 400, 6_000);

    /** Every run of a member is looked at for its speed: a tenth is enough work. */
    private static final Size TENTH = new Size(2_000, 40, 40, 600);

    static Size of(Scenario scenario) {
      return scenario.slowShare() > 0 ? TENTH : USUAL;
    }
  }

  private static final double HISTORY_HOURS = 720;
  private static final double SIGMA = 1.5;
  private static final double NOISY_WORKLOAD_TRAFFIC = .02;
  private static final int LEARNED_FROM = 2_000;

  final Size size;
  final double[] traffic;
  final double[] flakeRate;
  final int[] workspace;
  final boolean[] broken;

  /** Whether the release makes it take longer. */
  final boolean[] slowed;

  /** Whether what runs take is part of the scenario. */
  final boolean timed;

  /** What workloads' speeds are drawn from. */
  final long speedSeed;

  /** Where each one's draw falls: what decides when a wave admits it. */
  final double[] draw;

  final History[] history;

  /** What is drawn into waves: the workload, or its workspace. */
  final int[] unit;

  final FlakePrior prior;
  final Lottery lottery;
  final boolean drawnByWorkspace;

  Fleet(Scenario scenario, Size size, SplittableRandom random) {
    this.size = size;
    int workloads = size.workloads();
    traffic = new double[workloads];
    flakeRate = new double[workloads];
    workspace = new int[workloads];
    broken = new boolean[workloads];
    slowed = new boolean[workloads];
    draw = new double[workloads];
    history = new History[workloads];
    unit = new int[workloads];
    drawnByWorkspace = scenario == Scenario.TENANT_WAVES;
    timed = scenario.slowShare() > 0;
    speedSeed = timed ? random.nextLong() : 0;
    double total = 0;
    for (int workload = 0; workload < size.workloads(); workload++) {
      traffic[workload] = Math.exp(SIGMA * random.nextGaussian());
      total += traffic[workload];
      flakeRate[workload] = flakeRate(random.nextDouble());
      workspace[workload] = workload < size.large() ? 0 : 1 + random.nextInt(size.workspaces() - 1);
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
    for (int workload = 0; workload < size.workloads(); workload++) {
      double lot = random.nextDouble();
      boolean hit = lot < (regression == null ? 0 : regression.brokenShare());
      slowed[workload] = lot < scenario.slowShare();
      broken[workload] = scenario == Scenario.CONFINED ? workload < size.large() : hit;
    }
  }

  private List<History> draw(SplittableRandom random) {
    double sum = 0;
    for (double rate : traffic) {
      sum += rate;
    }
    double[] workspaceDraws = random.doubles(size.workspaces()).toArray();
    List<History> known = new ArrayList<>();
    for (int workload = 0; workload < size.workloads(); workload++) {
      double runs = traffic[workload] / sum * size.runsPerHour() * HISTORY_HOURS;
      int past = Draws.poisson(runs, random);
      history[workload] = new History(past, Draws.binomial(past, flakeRate[workload], random));
      double own = random.nextDouble();
      int place = workspace[workload];
      unit[workload] = drawnByWorkspace ? place : workload;
      draw[workload] = drawnByWorkspace ? workspaceDraws[place] : own;
      if (workload >= size.workloads() - LEARNED_FROM) {
        known.add(history[workload]);
      }
    }
    return known;
  }

  private static double flakeRate(double draw) {
    return draw < .9 ? .0005 : draw < .98 ? .01 : .18;
  }

  int units() {
    return drawnByWorkspace ? size.workspaces() : size.workloads();
  }
}
