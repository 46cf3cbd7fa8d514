package io.blinktwice.rollout.evidence.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;

/**
 * What a workload did, on whatever version: its runs, and how many of them failed once and
 * succeeded when retried at once on the last known good version.
 */
public record History(int runs, int flakes) {
  /** A workload nobody has seen before. */
  public static final History NONE = new History(0, 0);

  /** Older runs count less and less: beyond this many, both counts are halved. */
  private static final int RUNS_THAT_COUNT = 20_000;

  public History {
    if (runs < 0 || flakes < 0 || flakes > runs) {
      throw new IllegalArgumentException("no history: " + flakes + " flakes in " + runs + " runs");
    }
  }

  public History plusClean() {
    return plus(0);
  }

  public History plusFlake() {
    return plus(1);
  }

  private History plus(int flake) {
    return runs < RUNS_THAT_COUNT
        ? new History(runs + 1, flakes + flake)
        : new History((runs + 1) / 2, (flakes + flake) / 2);
  }

  public void write(StateWriter out) {
    out.number(runs);
    out.number(flakes);
  }

  public static History read(StateReader in) {
    return new History(in.number(), in.number());
  }
}
