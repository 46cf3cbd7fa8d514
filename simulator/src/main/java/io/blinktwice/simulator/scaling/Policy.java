package io.blinktwice.simulator.scaling;

/** Says how many servers a pool should have. */
interface Policy {
  /**
   * What is seen at the end of a tick.
   *
   * @param arrived runs that arrived in it that may not wait, and that may
   * @param running runs under way, likewise
   * @param waiting runs that wait, likewise
   * @param ready servers that serve
   * @param starting servers that were asked for and are not ready
   * @param coldTicks how long starts take of late
   */
  record View(
      int tick,
      int arrived,
      int arrivedStandard,
      int running,
      int runningStandard,
      int waiting,
      int waitingStandard,
      int ready,
      int starting,
      int coldTicks) {
    int demand() {
      return running + runningStandard + waiting + waitingStandard;
    }

    int allRunning() {
      return running + runningStandard;
    }

    int allWaiting() {
      return waiting + waitingStandard;
    }

    int servers() {
      return ready + starting;
    }
  }

  /** Servers from now on, ready and starting ones. */
  int target(View view);

  /** Slots that runs that may wait leave free; negative if all runs wait in one line. */
  default int reserve() {
    return -1;
  }
}
