package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;

/**
 * When work of one kind arrived, as far back as it may wait: tells of a line how much of what left
 * it was late, as lines are first in, first out.
 */
final class Line {
  private static final double NEARLY = 0.8;

  /** Sums of arrivals at the end of the last ticks, a ring. */
  private final double[] sums;

  private int at;

  Line(int lateTicks) {
    sums = new double[lateTicks + 2];
  }

  void arrived(double amount) {
    double sum = sums[at] + amount;
    at = (at + 1) % sums.length;
    sums[at] = sum;
  }

  double all() {
    return sums[at];
  }

  /** What arrived so long ago that it is late if it still waits. */
  private double due() {
    return sums[(at + 1) % sums.length];
  }

  /** What arrived so long ago that it will soon be late. */
  double nearlyDue() {
    int back = (int) (NEARLY * (sums.length - 1));
    return sums[Math.floorMod(at - back, sums.length)];
  }

  /** Of what was started since the last tick, how much was late; by how many have been started. */
  double late(double startedBefore, double startedNow) {
    return Math.max(0, Math.min(startedNow, due()) - startedBefore);
  }

  void write(StateWriter out) {
    out.number(at);
    out.reals(sums);
  }

  void read(StateReader in) {
    at = in.number();
    double[] stored = in.reals();
    if (stored.length != sums.length || at >= sums.length) {
      throw new IllegalArgumentException("a stored line is of another length");
    }
    System.arraycopy(stored, 0, sums, 0, sums.length);
  }
}
