package io.blinktwice.simulator;

/**
 * One first attempt as the fleet saw it, and what its retries would say.
 *
 * @param rescued whether a retry on the last good version succeeds
 * @param again whether a retry on the same version fails
 * @param rescuedLater whether one on the last good version succeeds after that
 * @param lot in [0, 1): where the retry is drawn to
 */
record Attempted(
    int workload,
    double hour,
    boolean onRelease,
    boolean failed,
    boolean rescued,
    boolean again,
    boolean rescuedLater,
    double lot) {

  /** It failed, and succeeded when retried at once on the last good version. */
  boolean discordant() {
    return failed && rescued;
  }
}
