package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.History;
import java.util.Arrays;
import java.util.List;

/**
 * How flaky the workloads of this fleet are: weights over a fixed ladder of flake rates, learned
 * from the fleet's own history before the release (nonparametric maximum likelihood by EM).
 *
 * <p>Only power depends on it, never validity: any rate that does not look at the arm keeps the
 * bets fair. A workload with seventy clean runs is thereby told apart from one with none.
 */
public final class FlakePrior {
  private static final double[] RATES = {
    .0001, .0003, .0005, .001, .002, .005, .01, .02, .05, .1, .2, .4
  };
  private static final int ROUNDS = 25;

  /** One workload's worth of doubt on every rung, so that no rung is ruled out. */
  private static final double SMOOTHING = 1;

  private final double[] weights;

  private FlakePrior(double[] weights) {
    this.weights = weights;
  }

  /** Before any history: every rung of the ladder alike. */
  public static FlakePrior unlearned() {
    double[] even = new double[RATES.length];
    Arrays.fill(even, 1.0 / RATES.length);
    return new FlakePrior(even);
  }

  /** The prior that explains these histories best. */
  public static FlakePrior learned(List<History> histories) {
    double[][] likelihoods =
        histories.stream().map(FlakePrior::likelihoods).toArray(double[][]::new);
    double[] weights = unlearned().weights;
    for (int round = 0; round < ROUNDS; round++) {
      weights = improved(weights, likelihoods);
    }
    return new FlakePrior(weights);
  }

  /** The expected flake rate of a workload with this history; always inside (0, 1). */
  public double rate(History history) {
    double[] likelihoods = likelihoods(history);
    double total = 0;
    double rate = 0;
    for (int rung = 0; rung < RATES.length; rung++) {
      double mass = weights[rung] * likelihoods[rung];
      total += mass;
      rate += mass * RATES[rung];
    }
    return rate / total;
  }

  private static double[] improved(double[] weights, double[][] likelihoods) {
    double[] next = new double[RATES.length];
    Arrays.fill(next, SMOOTHING / RATES.length);
    for (double[] likelihood : likelihoods) {
      double total = 0;
      for (int rung = 0; rung < RATES.length; rung++) {
        total += weights[rung] * likelihood[rung];
      }
      for (int rung = 0; rung < RATES.length; rung++) {
        next[rung] += weights[rung] * likelihood[rung] / total;
      }
    }
    double sum = likelihoods.length + SMOOTHING;
    for (int rung = 0; rung < RATES.length; rung++) {
      next[rung] /= sum;
    }
    return next;
  }

  /** Relative to the best rung, so that a million runs do not underflow. */
  private static double[] likelihoods(History history) {
    double[] likelihoods = new double[RATES.length];
    double best = Double.NEGATIVE_INFINITY;
    for (int rung = 0; rung < RATES.length; rung++) {
      likelihoods[rung] =
          history.flakes() * Math.log(RATES[rung])
              + (history.runs() - history.flakes()) * Math.log1p(-RATES[rung]);
      best = Math.max(best, likelihoods[rung]);
    }
    for (int rung = 0; rung < RATES.length; rung++) {
      likelihoods[rung] = Math.exp(likelihoods[rung] - best);
    }
    return likelihoods;
  }

  void write(StateWriter out) {
    out.reals(weights);
  }

  static FlakePrior read(StateReader in) {
    return new FlakePrior(in.reals());
  }
}
