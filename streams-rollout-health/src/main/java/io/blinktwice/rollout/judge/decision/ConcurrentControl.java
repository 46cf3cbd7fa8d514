package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;

/**
 * One workspace during one quarter of an hour: how well each level of common noise explains what
 * both arms saw, and how much better it does if the release is broken too.
 *
 * <p>The level is unknown but the same for both arms: failures of the old arm raise it, clean runs
 * lower it, and the release's failures are judged against it afterwards, within the same quarter.
 */
final class ConcurrentControl {
  /** Shares of runs that fail for a reason of the workspace's own; the first is "quiet". */
  private static final double[] NOISE = {0, .01, .05, .2, .5};

  private static final double[] NOISE_WEIGHTS = {0, .2, .2, .3, .3};

  private final int hypotheses;
  private double[][] broken = new double[0][];
  private final double[] shared = new double[NOISE.length];
  private double[] odds = new double[0];
  private int clean;
  private double noisy;

  ConcurrentControl(int hypotheses) {
    this.hypotheses = hypotheses;
  }

  void clean() {
    clean++;
  }

  /** A discordant failure in the old arm. */
  void failed(double flakeRate) {
    for (int level = 0; level < NOISE.length; level++) {
      shared[level] += Math.log(failureRate(level, flakeRate));
    }
  }

  /** A discordant failure on the release, after so many clean runs there. */
  void failedOnRelease(double flakeRate, int cleanRuns, Hypothesis[] hypotheses) {
    failed(flakeRate);
    if (broken.length == 0) {
      broken = new double[NOISE.length][this.hypotheses];
      odds = new double[this.hypotheses];
    }
    for (int level = 0; level < NOISE.length; level++) {
      double rate = failureRate(level, flakeRate);
      for (int hypothesis = 0; hypothesis < hypotheses.length; hypothesis++) {
        broken[level][hypothesis] += Math.log(hypotheses[hypothesis].failureRatio(cleanRuns, rate));
      }
    }
  }

  private static double failureRate(int level, double flakeRate) {
    return flakeRate + NOISE[level] * (1 - flakeRate);
  }

  /** Weighs the levels anew, given how probable noise was beforehand. */
  void weigh(double noiseProbability) {
    double[] logs = new double[NOISE.length];
    double best = Double.NEGATIVE_INFINITY;
    for (int level = 0; level < NOISE.length; level++) {
      double prior = level == 0 ? 1 - noiseProbability : noiseProbability * NOISE_WEIGHTS[level];
      logs[level] = Math.log(prior) + shared[level] + clean * Math.log1p(-NOISE[level]);
      best = Math.max(best, logs[level]);
    }
    double total = 0;
    for (int level = 0; level < NOISE.length; level++) {
      logs[level] = Math.exp(logs[level] - best);
      total += logs[level];
    }
    noisy = 1 - logs[0] / total;
    for (int hypothesis = 0; hypothesis < odds.length; hypothesis++) {
      double mixed = 0;
      for (int level = 0; level < NOISE.length; level++) {
        mixed += logs[level] / total * Math.exp(broken[level][hypothesis]);
      }
      odds[hypothesis] = Math.log(mixed);
    }
  }

  /** Log likelihood ratio of a hypothesis against "the release changes nothing". */
  double odds(int hypothesis) {
    return odds.length == 0 ? 0 : odds[hypothesis];
  }

  /** How probably this workspace is noisy by itself. */
  double noisy() {
    return noisy;
  }

  void write(StateWriter out) {
    out.number(broken.length);
    for (double[] level : broken) {
      out.reals(level);
    }
    out.reals(shared);
    out.reals(odds);
    out.number(clean);
    out.real(noisy);
  }

  static ConcurrentControl read(int hypotheses, StateReader in) {
    ConcurrentControl read = new ConcurrentControl(hypotheses);
    read.broken = in.list(StateReader::reals).toArray(double[][]::new);
    System.arraycopy(in.reals(), 0, read.shared, 0, read.shared.length);
    read.odds = in.reals();
    read.clean = in.number();
    read.noisy = in.real();
    return read;
  }
}
