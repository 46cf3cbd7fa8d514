package io.blinktwice.router.placement.decision;

import io.blinktwice.router.decision.WantedSize;

/**
 * How far a cluster is from the room that resolve advised for work: one with less memory is taken
 * only where there is none with enough, one with neighbours only where none is empty.
 */
final class AdvisedRoom {
  private static final int NONE = 0;
  private static final int NEIGHBOURS = 1;
  private static final int LESS_MEMORY = 2;

  /** Larger than what any cluster lacks. */
  static final int ALL = 3;

  private AdvisedRoom() {}

  /** What a cluster lacks: 0 is nothing, more is worse. */
  static int lack(Work work, ClusterLoad load) {
    WantedSize wanted = work.restriction().size();
    if (wanted == null) {
      return NONE;
    }
    if (!wanted.fits(load.traits().size(), load.traits().memoryBytes())) {
      return LESS_MEMORY;
    }
    return wanted.alone() && load.count() > 0 ? NEIGHBOURS : NONE;
  }

  /** Whether work was given a cluster to itself, which others keep away from. */
  static boolean isAlone(Work work) {
    WantedSize wanted = work.restriction().size();
    return wanted != null && wanted.alone();
  }

  /** Whether resolve advised anything. */
  static boolean isAdvised(Work work) {
    return work.restriction().size() != null;
  }
}
