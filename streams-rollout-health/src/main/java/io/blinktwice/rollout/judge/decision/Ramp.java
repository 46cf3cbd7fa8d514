package io.blinktwice.rollout.judge.decision;

/** How far a roll-out may go next: as far as the harm budget reaches. */
record Ramp(SpeedPolicy speed, CalibratedHistory history, int fleet) {
  /**
   * Workloads of the rest that may be harmed when the control is given up: what the acceptable
   * share is of the other half of 20,000. A small fleet can never show so small a share.
   */
  private static final double HARM_OF_THE_REST = 17;

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
    boolean accepted = history.upperBound() <= acceptable();
    return !slow && accepted ? 1 : speed.controlUntil();
  }

  private double acceptable() {
    double rest = Math.max(1, fleet * (1 - speed.controlUntil()));
    return Math.max(speed.acceptable(), HARM_OF_THE_REST / rest);
  }

  /** Units of the next wave: what the harm budget allows, or a trickle while in doubt. */
  private double nextWave(boolean slow) {
    double allowed = speed.harmBudget() / history.upperBound();
    return slow ? Math.min(allowed, speed.trickle() / history.likeliest()) : allowed;
  }
}
