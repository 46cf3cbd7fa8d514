package io.blinktwice.autoscaler.pools.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;

/**
 * What a gateway says of work for a group of clusters.
 *
 * @param second when it said so
 * @param urgentSeconds core-seconds of waiting work that may not wait
 * @param patientSeconds core-seconds of waiting work that may
 * @param arrivedPerSecond core-seconds that arrive in a second
 */
public record WaitingWork(
    long second,
    long urgentOperations,
    double urgentSeconds,
    long patientOperations,
    double patientSeconds,
    double arrivedPerSecond) {

  void write(StateWriter out) {
    out.count(second);
    out.count(urgentOperations);
    out.real(urgentSeconds);
    out.count(patientOperations);
    out.real(patientSeconds);
    out.real(arrivedPerSecond);
  }

  static WaitingWork read(StateReader in) {
    return new WaitingWork(in.count(), in.count(), in.real(), in.count(), in.real(), in.real());
  }
}
