package io.blinktwice.simulator;

/** A rival on the fixed schedule: nobody is retried or pinned, it only says when to stop. */
abstract class Scheduled implements Pilot {
  private final Fleet fleet;
  private double share;
  private boolean paused;

  Scheduled(Fleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public final void minute(double hour) {
    share = FixedWaves.share(hour);
    int minute = (int) Math.round(hour * 60);
    paused |= minute > 0 && badAfter(minute);
  }

  /** Whether the measurements up to this minute stop the rollout. */
  boolean badAfter(int minute) {
    return false;
  }

  final void pause() {
    paused = true;
  }

  @Override
  public boolean onRelease(int workload) {
    return fleet.draw[workload] < share;
  }

  @Override
  public final double share() {
    return share;
  }

  @Override
  public final boolean paused() {
    return paused;
  }
}
