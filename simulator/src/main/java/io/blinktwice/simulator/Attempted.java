package io.blinktwice.simulator;

/** One first attempt as the fleet saw it. */
record Attempted(int workload, double hour, boolean onRelease, boolean failed, boolean rescued) {

  /** It failed, and succeeded when retried at once on the last good version. */
  boolean discordant() {
    return failed && rescued;
  }
}
