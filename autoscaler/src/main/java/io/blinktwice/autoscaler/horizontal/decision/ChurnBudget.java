package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.Arrays;

/**
 * Keeps a pool from changing its direction more than six times in an hour. Growing is never held:
 * only shrinking is, as long as it and the growth that may follow would be one too many. The fewer
 * changes are left, the more servers one has to release.
 */
final class ChurnBudget {
  private static final int REVERSALS_PER_HOUR = 6;
  private static final int HOUR = 3600;

  /** A change of direction within this time is a reversal. */
  private static final int REVERSAL = 600;

  /**
   * Share of the servers that shrinking right after growing has to release, by how many reversals
   * are left: chosen on generated loads, where the flat and the steeper ones tried cost 1 to 4 %
   * more.
   */
  private static final double[] WORTH = {1, 1, .5, .35, .25, .15, .1};

  private static final long NEVER = Long.MIN_VALUE / 2;

  /** When the last reversals were, a ring. */
  private final long[] reversals = new long[REVERSALS_PER_HOUR];

  private int next;
  private int direction;
  private long changed = NEVER;

  ChurnBudget() {
    Arrays.fill(reversals, NEVER);
  }

  /** Whether the pool may shrink now, from so many servers to so many. */
  boolean allowsShrinking(int from, int to, long second) {
    int left = left(second);
    return reverses(-1, second) ? left >= 2 && from - to >= WORTH[left] * from : left >= 1;
  }

  private int left(long second) {
    int left = 0;
    for (long each : reversals) {
      left += each <= second - HOUR ? 1 : 0;
    }
    return left;
  }

  /** The pool grew or shrank. */
  void changed(int way, long second) {
    if (reverses(way, second)) {
      reversed(second);
    }
    direction = way;
    changed = second;
  }

  private void reversed(long second) {
    reversals[next] = second;
    next = (next + 1) % reversals.length;
  }

  private boolean reverses(int way, long second) {
    return direction == -way && second - changed <= REVERSAL;
  }

  void write(StateWriter out) {
    out.number(direction + 1);
    out.count(changed);
    out.number((int) Arrays.stream(reversals).filter(each -> each > NEVER).count());
    for (int place = 0; place < reversals.length; place++) {
      long each = reversals[(next + place) % reversals.length];
      if (each > NEVER) {
        out.count(each);
      }
    }
  }

  void read(StateReader in) {
    direction = in.number() - 1;
    changed = in.count();
    for (int left = in.number(); left > 0; left--) {
      reversed(in.count());
    }
  }
}
