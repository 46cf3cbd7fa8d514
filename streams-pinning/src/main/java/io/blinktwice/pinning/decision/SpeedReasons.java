package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Reason;
import io.blinktwice.pinning.performance.decision.Finding;
import java.util.List;
import java.util.Locale;

/** Says in sentences what a workload's figures say in numbers. */
public final class SpeedReasons {
  private SpeedReasons() {}

  static List<Reason> of(Pin.Slowness slowness) {
    return List.of(
        new Reason(
            "slower-on-newer-version",
            "%s on %s than on %s"
                .formatted(grown(slowness.finding()), slowness.newer(), slowness.older())),
        new Reason(
            "went-away-on-older-version",
            "run %s was sent to %s, and there it went away"
                .formatted(slowness.goodRun(), slowness.older())));
  }

  /** What has grown most surely, such as: taskMillis is 1.42 times what inputs of its size took. */
  public static String grown(Finding finding) {
    Finding.Grown most = finding.foremost();
    return String.format(
        Locale.ROOT,
        "%s is %.2f times as much, inputs accounted for (%d runs beside %d, e-value %.0f)",
        most.metric().figure(),
        most.ratio(),
        most.newer(),
        most.older(),
        eValue(finding.logEvidence()));
  }

  /** The inverse of the chance of a false alarm; finite, however sure. */
  public static double eValue(double logEvidence) {
    return Math.exp(Math.min(logEvidence, 700));
  }
}
