package io.blinktwice.rollout.evidence.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.time.Instant;
import java.util.Arrays;

/**
 * The first attempts of a workload that succeeded, on whatever version: how many, since when, and
 * when the newest eight started. So much says how many there were since a wave opened, exactly
 * where it matters (none, few), in proportion to time beyond, without a counter per wave. It looks
 * at no arm, hence is harmless to the bets' validity.
 */
public final class CleanRuns {
  private static final int REMEMBERED = 8;

  public static final CleanRuns NONE = new CleanRuns(0, 0, new long[0]);

  private final int total;
  private final long firstAt;
  private final long[] newest;

  private CleanRuns(int total, long firstAt, long[] newest) {
    this.total = total;
    this.firstAt = firstAt;
    this.newest = newest;
  }

  /** So many that nobody knows more of than when the first of them was. */
  public static CleanRuns before(int total, Instant firstAt) {
    return new CleanRuns(total, firstAt.toEpochMilli(), new long[0]);
  }

  /** Times are kept in order, whatever order they are told in. */
  public CleanRuns plus(Instant startedAt) {
    long at = startedAt.toEpochMilli();
    int size = Math.min(REMEMBERED, newest.length + 1);
    long[] next = Arrays.copyOfRange(newest, newest.length + 1 - size, newest.length + 1);
    int place = size - 1;
    while (place > 0 && next[place - 1] > at) {
      next[place] = next[place - 1];
      place--;
    }
    next[place] = at;
    return new CleanRuns(total + 1, total == 0 ? at : Math.min(firstAt, at), next);
  }

  /** About how many started at that time or later: exact up to eight. */
  public int since(Instant time) {
    long from = time.toEpochMilli();
    int known = newest.length;
    int place = 0;
    while (place < known && newest[place] < from) {
      place++;
    }
    int older = total - known;
    if (place > 0 || older == 0 || known == 0 || newest[0] <= firstAt) {
      return known - place;
    }
    double part = (double) (newest[0] - from) / (newest[0] - firstAt);
    return known + (int) Math.round(older * Math.clamp(part, 0, 1));
  }

  public void write(StateWriter out) {
    out.number(total);
    out.time(firstAt);
    out.number(newest.length);
    for (long at : newest) {
      out.time(at);
    }
  }

  public static CleanRuns read(StateReader in) {
    int total = in.number();
    long firstAt = in.time();
    long[] newest = new long[in.number()];
    for (int place = 0; place < newest.length; place++) {
      newest[place] = in.time();
    }
    return new CleanRuns(total, firstAt, newest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CleanRuns runs
        && total == runs.total
        && firstAt == runs.firstAt
        && Arrays.equals(newest, runs.newest);
  }

  @Override
  public int hashCode() {
    return 31 * total + Arrays.hashCode(newest);
  }
}
