package io.blinktwice.rollout.judge.decision;

/**
 * What one unit's first discordant failure multiplies the wealth of each hypothesis by, in logs;
 * fixed when the first attempt failed, before its retry is known.
 */
record Stake(Subject subject, int wave, double[] logFactors) {
  boolean onRelease() {
    return wave != Waves.OLD;
  }
}
