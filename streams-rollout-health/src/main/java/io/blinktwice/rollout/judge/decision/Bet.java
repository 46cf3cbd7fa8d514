package io.blinktwice.rollout.judge.decision;

import java.util.Locale;

/** One piece of evidence as data: who failed, in which arm, and what it did to the wealth. */
public record Bet(
    String unit, String workspace, boolean onRelease, double wealthBefore, double wealthAfter) {

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
}
