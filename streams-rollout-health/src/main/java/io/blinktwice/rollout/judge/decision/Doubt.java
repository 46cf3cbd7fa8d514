package io.blinktwice.rollout.judge.decision;

/**
 * Whether a release looks bad enough to go on slowly, or well enough to go on as before: by the
 * histories of its workloads, or by those that it made slower.
 */
record Doubt(SpeedPolicy speed, CalibratedHistory history, SlowWorkloads slow) {
  boolean isGrave() {
    boolean suspect =
        history.ratio() >= speed.slowAt() && history.suspectWorkspaces() >= Blame.BREADTH;
    return suspect || slower() >= Blame.BREADTH;
  }

  boolean isOver() {
    return history.ratio() < speed.fastBelow() && slower() < Blame.BREADTH;
  }

  private int slower() {
    return slow.named(history.exposed(), SlowWorkloads.DOUBT).size();
  }
}
