package io.blinktwice.bench.measure;

/**
 * Blocks until a subject is as fast as it gets: a JVM that has run for three seconds is some times
 * slower than one that has run for a minute, and what people run has run for days.
 */
final class WarmUp {
  /** A block that is faster than all before it by no more than this has gained nothing. */
  static final double GAIN = 1.05;

  /** One alone may have been unlucky. */
  static final int WITHOUT_GAIN = 2;

  /** What still gains after so many is measured as it is. */
  static final int MOST_BLOCKS = 15;

  private double best;
  private int withoutGain;
  private int blocks;

  private WarmUp() {}

  static void of(Subject subject) throws Exception {
    subject.warmUp();
    Metric pace = subject.pace().orElse(null);
    WarmUp warmUp = new WarmUp();
    while (pace != null && !warmUp.isOver()) {
      warmUp.saw(subject.block().getOrDefault(pace, 0.0));
    }
  }

  private boolean isOver() {
    return withoutGain >= WITHOUT_GAIN || blocks >= MOST_BLOCKS;
  }

  private void saw(double pace) {
    blocks++;
    withoutGain = pace > best * GAIN ? 0 : withoutGain + 1;
    best = Math.max(best, pace);
  }
}
