package io.blinktwice.rollout.judge.decision;

/** How far a roll-out may go next: as far as the harm budget reaches. */
record Ramp(SpeedPolicy speed, CalibratedHistory history, int fleet) {
  /**
   * The share to be open now; today's where nothing is due.
   *
   * @param due whether the last wave has baked, and somebody new ran clean since
   */
  double next(double share, boolean slow, boolean due) {
    if (share < firstShare()) {
      return firstShare();
    }
    return due && share < 1 ? Math.min(limit(slow), share + nextWave(slow) / fleet) : share;
  }

  /** At least one unit, as far as the draw goes. */
  private double firstShare() {
    return Math.min(1, Math.max(speed.firstShare(), 1.0 / fleet));
  }

  /** Half of the fleet stays as control until the release is as good as shown to be harmless. */
  private double limit(boolean slow) {
    boolean accepted = history.upperBound() <= speed.acceptable();
    return !slow && accepted ? 1 : speed.controlUntil();
  }

  /** Units of the next wave: what the harm budget allows, or a trickle while in doubt. */
  private double nextWave(boolean slow) {
    double allowed = speed.harmBudget() / history.upperBound();
    return slow ? Math.min(allowed, speed.trickle() / history.likeliest()) : allowed;
  }
}
