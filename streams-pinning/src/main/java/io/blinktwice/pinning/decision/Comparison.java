package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.performance.decision.Finding;

/**
 * The workload looks slower or larger on a newer version, so its next run goes to the older one:
 * what goes away there was the newer version's.
 *
 * @param suspicion the run that raised it
 * @param older where the next run goes
 * @param finding what has grown
 * @param unanswered runs on the older version that told nothing of themselves since it was asked
 */
public record Comparison(
    Suspicious suspicion,
    EngineVersion newer,
    EngineVersion older,
    Finding finding,
    int unanswered) {

  /** So many runs without figures end it: it must not keep a workload on an older version. */
  static final int MOST_UNANSWERED = 3;

  /**
   * A run on the newer version.
   *
   * @param sideEffects what is known about its writes
   */
  public record Suspicious(RunId run, Usage usage, SideEffects sideEffects) {}

  /**
   * Only a run that may be repeated is sent: one that fails on the older version, where nobody
   * would have sent it otherwise, can then be kept from its user.
   */
  public boolean maySendRuns() {
    return suspicion.sideEffects().allowAnotherAttempt();
  }

  Comparison unansweredOnceMore() {
    return new Comparison(suspicion, newer, older, finding, unanswered + 1);
  }
}
