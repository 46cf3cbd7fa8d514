package io.blinktwice.rollout.evidence.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;

/**
 * How it was drawn where a suspect failure is retried first: on the same version, to see whether it
 * recovers by itself, or on the last known good one.
 *
 * @param share the chance of the same version
 * @param same whether that was drawn
 */
public record Lot(double share, boolean same) {
  /** Nothing was drawn. */
  public static final Lot NONE = new Lot(0, false);

  /** A lot of which either side could come. */
  public boolean isDrawn() {
    return share > 0 && share < 1;
  }

  public void write(StateWriter out) {
    out.real(share);
    out.flag(same);
  }

  public static Lot read(StateReader in) {
    return new Lot(in.real(), in.flag());
  }
}
