package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.Locale;

/**
 * One piece of evidence as data: who failed, in which arm, and what it did to the wealth.
 *
 * @param verdict the id of the verdict on the retry that settled it
 */
public record Bet(
    String unit,
    String workspace,
    boolean onRelease,
    double wealthBefore,
    double wealthAfter,
    String verdict) {

  public double factor() {
    return wealthAfter / wealthBefore;
  }

  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%s (workspace %s) failed on %s and succeeded at once on the last good version: wealth"
            + " %.3g became %.3g (× %.3g)",
        unit,
        workspace,
        onRelease ? "the release" : "the old version",
        wealthBefore,
        wealthAfter,
        factor());
  }

  void write(StateWriter out) {
    out.text(unit);
    out.text(workspace);
    out.flag(onRelease);
    out.real(wealthBefore);
    out.real(wealthAfter);
    out.text(verdict);
  }

  static Bet read(StateReader in) {
    return new Bet(in.text(), in.text(), in.flag(), in.real(), in.real(), in.text());
  }
}
