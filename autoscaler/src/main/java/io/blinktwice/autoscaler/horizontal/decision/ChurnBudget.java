package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.ArrayDeque;

/**
 * Counts changes of direction, and holds servers where there would be too many. Growing is never
 * held: only shrinking is, as long as it and the growth that may follow would be one too many.
 */
final class ChurnBudget {
  private static final int REVERSALS_PER_HOUR = 6;
  private static final int HOUR = 3600;

  /** A change of direction within this time is a reversal. */
  private static final int REVERSAL = 600;

  private final ArrayDeque<Long> reversals = new ArrayDeque<>();
  private int direction;
  private long changed = Long.MIN_VALUE / 2;

  /** Whether the pool may shrink now. */
  boolean allowsShrinking(long second) {
    forget(second);
    int following = reverses(-1, second) ? 2 : 1;
    return reversals.size() + following <= REVERSALS_PER_HOUR;
  }

  /** The pool grew or shrank. */
  void changed(int way, long second) {
    forget(second);
    if (reverses(way, second)) {
      reversals.add(second);
    }
    direction = way;
    changed = second;
  }

  private boolean reverses(int way, long second) {
    return direction == -way && second - changed <= REVERSAL;
  }

  private void forget(long second) {
    while (!reversals.isEmpty() && reversals.peek() <= second - HOUR) {
      reversals.poll();
    }
  }

  void write(StateWriter out) {
    out.number(direction + 1);
    out.count(changed);
    out.number(reversals.size());
    reversals.forEach(out::count);
  }

  void read(StateReader in) {
    direction = in.number() - 1;
    changed = in.count();
    for (int left = in.number(); left > 0; left--) {
      reversals.add(in.count());
    }
  }
}
