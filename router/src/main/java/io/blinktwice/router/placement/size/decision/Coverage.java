package io.blinktwice.router.placement.size.decision;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far above the median the 90th percentile lies, learnt so that nine in ten completions stay
 * below it: each that does lowers it a little, each that does not raises it nine times as much
 * (conformal inference, adapted step by step).
 */
final class Coverage {
  private static final double TARGET = 0.9;
  private static final double FIRST_STEP = 0.5;
  private static final double LAST_STEP = 0.05;

  private double log;
  private int seen;

  Coverage(double log) {
    this.log = log;
  }

  double factor() {
    return Math.exp(log);
  }

  void completed(double median, double actual) {
    seen++;
    double step = Math.max(LAST_STEP, FIRST_STEP / Math.sqrt(seen));
    boolean covered = actual <= median * factor();
    log = Math.max(0, log + step * (covered ? -(1 - TARGET) : TARGET));
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(log);
    out.writeInt(seen);
  }

  static Coverage read(DataInput in) throws IOException {
    Coverage read = new Coverage(in.readDouble());
    read.seen = in.readInt();
    return read;
  }
}
