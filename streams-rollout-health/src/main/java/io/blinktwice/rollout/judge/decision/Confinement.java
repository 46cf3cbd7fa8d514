package io.blinktwice.rollout.judge.decision;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Tells damage in one workspace from damage everywhere: units harmed by a release that is bad for a
 * share of the whole fleet fall into workspaces as the traffic does.
 */
final class Confinement {
  /** How improbable it must be that the draw alone put so many harmed units into one workspace. */
  private static final double COINCIDENCE = .1;

  private Confinement() {}

  /**
   * The workspace with the most harmed units, if its share of the traffic does not explain that.
   */
  static Optional<String> of(
      Map<String, Integer> harmedByWorkspace, ToDoubleFunction<String> trafficShare) {
    int all = harmedByWorkspace.values().stream().mapToInt(Integer::intValue).sum();
    return harmedByWorkspace.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .filter(
            workspace ->
                workspace.getValue() >= 2
                    && coincidence(
                            all,
                            workspace.getValue(),
                            trafficShare.applyAsDouble(workspace.getKey()))
                        <= COINCIDENCE)
        .map(Map.Entry::getKey);
  }

  /** An upper bound of the chance: choose who is together, the first of them says where. */
  private static double coincidence(int all, int together, double share) {
    double choices = 1;
    for (int chosen = 0; chosen < together; chosen++) {
      choices *= (double) (all - chosen) / (together - chosen);
    }
    return choices * Math.pow(share, together - 1);
  }
}
