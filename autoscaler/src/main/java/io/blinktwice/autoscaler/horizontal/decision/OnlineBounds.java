package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.Arrays;

/**
 * Bounds what a wrong forecast can cost: whatever is proposed, what was spent stays below three
 * times the cheapest way to serve the demand so far, plus a constant.
 *
 * <p>The cost is that of "right-sizing" (Lin, Wierman, Andrew, Thereska, INFOCOM 2011): a server
 * costs its time, a start costs {@code beta}, and demand must be served. Level by level, the
 * optimum's cost if it ends with the level on or off differs by {@code lag} in [0, beta]; their
 * algorithm (lazy capacity provisioning) switches on at 0 and off at beta, and is 3-competitive by
 * the potential {@code beta - lag} while on, {@code 2 (beta - lag)} while off. A proposal is let
 * through as long as spent + potential stays within 3 times the optimum plus the constant;
 * otherwise their step is taken, which never makes that worse (decision 0055).
 */
final class OnlineBounds {
  /** No algorithm without foresight can promise less for whole servers. */
  static final double RATIO = 3;

  /** The constant: one server for an hour, so that a pool can begin. */
  static final double HEADROOM_SECONDS = 3600;

  private static final int MOST_LEVELS = 4_096;

  private double[] lag = new double[8];
  private int on;
  private double beta = -1;

  /** What may still be spent: 3 × optimum + constant − spent − potential. */
  private double credit = HEADROOM_SECONDS;

  /** For tests and answers: what was spent, and what the cheapest way would have spent. */
  private double spent;

  private double optimum;

  /** What came of a proposal. */
  record Bounded(int servers, int lower, int upper, boolean held) {}

  /**
   * One tick.
   *
   * @param needed servers that the demand needs
   * @param proposed servers that the forecast wants
   */
  Bounded step(int needed, int proposed, double tickSeconds, double startSeconds) {
    begin(startSeconds);
    int most = Math.clamp(Math.max(Math.max(needed, proposed), on), 0, MOST_LEVELS);
    grow(most);
    double before = potential();
    double gain = 0;
    for (int level = 1; level < lag.length; level++) {
      if (level <= needed) {
        gain += lag[level] + tickSeconds;
        lag[level] = 0;
      } else {
        lag[level] = Math.min(beta, lag[level] + tickSeconds);
      }
    }
    optimum += gain;
    int lower = 0;
    int upper = 0;
    for (int level = 1; level < lag.length; level++) {
      lower += lag[level] <= 0 ? 1 : 0;
      upper += lag[level] < beta ? 1 : 0;
    }
    int wanted = Math.max(needed, Math.min(proposed, MOST_LEVELS));
    double left = credit + RATIO * gain - cost(wanted, tickSeconds) - potential(wanted) + before;
    boolean held = left < 0;
    int servers = held ? Math.clamp(on, lower, Math.max(lower, upper)) : wanted;
    double paid = cost(servers, tickSeconds);
    double after = potential(servers);
    credit = Math.min(most(optimum), credit + RATIO * gain - paid - after + before);
    spent += paid;
    on = servers;
    return new Bounded(servers, lower, upper, held);
  }

  /** Old thrift pays for no new waste: at most what the demand so far cost, up to a day of it. */
  private static double most(double optimum) {
    return HEADROOM_SECONDS + RATIO * optimum;
  }

  private void begin(double startSeconds) {
    if (beta < 0) {
      beta = startSeconds;
      Arrays.fill(lag, beta);
    } else if (beta != startSeconds) {
      double before = potential();
      for (int level = 0; level < lag.length; level++) {
        lag[level] = lag[level] >= beta ? startSeconds : Math.min(lag[level], startSeconds);
      }
      beta = startSeconds;
      credit += before - potential();
    }
  }

  private void grow(int levels) {
    if (levels >= lag.length) {
      int from = lag.length;
      lag = Arrays.copyOf(lag, Math.max(levels + 1, 2 * lag.length));
      Arrays.fill(lag, from, lag.length, beta);
    }
  }

  private double cost(int servers, double tickSeconds) {
    return servers * tickSeconds + Math.max(0, servers - on) * beta;
  }

  private double potential() {
    return potential(on);
  }

  private double potential(int servers) {
    double sum = 0;
    for (int level = 1; level < lag.length; level++) {
      sum += (level <= servers ? 1 : 2) * (beta - lag[level]);
    }
    return sum;
  }

  double spent() {
    return spent;
  }

  double optimum() {
    return optimum;
  }

  void write(StateWriter out) {
    out.number(on);
    out.real(beta);
    out.real(credit);
    out.real(spent);
    out.real(optimum);
    int used = 0;
    for (int level = 1; level < lag.length; level++) {
      used = lag[level] < beta ? level : used;
    }
    out.number(used);
    for (int level = 1; level <= used; level++) {
      out.small((float) lag[level]);
    }
  }

  void read(StateReader in) {
    on = in.number();
    beta = in.real();
    credit = in.real();
    spent = in.real();
    optimum = in.real();
    int used = in.number();
    if (used > MOST_LEVELS) {
      throw new IllegalArgumentException("stored bounds have too many levels");
    }
    Arrays.fill(lag, beta);
    grow(Math.max(used, on));
    for (int level = 1; level <= used; level++) {
      lag[level] = in.small();
    }
  }
}
