package io.blinktwice.simulator;

/** Whoever flies the rollout: decides who runs the release, sees outcomes, and may stop it. */
interface Pilot {
  /** Once a minute, before the runs of that minute. */
  void minute(double hour);

  boolean onRelease(int workload);

  /** A first attempt; whether its retry on the last good version succeeded at once is in it. */
  void saw(Attempted attempt);

  boolean paused();

  /** Whether doubt slows it right now. */
  default boolean held() {
    return false;
  }

  /** Whether failures are retried on the last good version, so that no user sees them. */
  default boolean rescues() {
    return false;
  }

  default double share() {
    return 0;
  }

  /** Whether the workload is kept off the release, alone or with its workspace. */
  default boolean pinned(int workload) {
    return false;
  }

  default boolean confined() {
    return false;
  }
}
