package io.blinktwice.rollout.judge.decision;

/**
 * What a workload did before the release: its runs, and how many of them failed once and succeeded
 * when retried at once on the last known good version.
 */
public record History(int runs, int flakes) {
  /** A workload nobody has seen before. */
  public static final History NONE = new History(0, 0);

  public History {
    if (runs < 0 || flakes < 0 || flakes > runs) {
      throw new IllegalArgumentException("no history: " + flakes + " flakes in " + runs + " runs");
    }
  }
}
