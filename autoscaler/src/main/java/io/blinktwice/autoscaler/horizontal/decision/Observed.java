package io.blinktwice.autoscaler.horizontal.decision;

/**
 * A pool at the end of a tick.
 *
 * @param second when, in seconds since the epoch
 * @param urgent work that may not wait
 * @param patient work that may wait for minutes
 * @param ready servers that serve
 * @param starting servers that were asked for and are not ready
 * @param coldSeconds how long a start takes
 * @param startsFail whether servers that were asked for do not come
 */
public record Observed(
    long second,
    Flow urgent,
    Flow patient,
    int ready,
    int starting,
    int coldSeconds,
    boolean startsFail) {

  int servers() {
    return ready + starting;
  }
}
