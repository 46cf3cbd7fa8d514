package io.blinktwice.pinning.performance.decision;

import java.util.List;

/**
 * Why a workload is taken to be slower or larger on a version.
 *
 * @param logEvidence natural logarithm of the combined evidence, over all metrics
 * @param grown the metrics that grew by enough, the one with most evidence first
 */
public record Finding(double logEvidence, List<Grown> grown) {
  public Finding {
    grown = List.copyOf(grown);
  }

  /**
   * One metric of the finding.
   *
   * @param ratio typical value on the newer version over that on the older, inputs accounted for
   * @param older how many runs of the older version were compared
   * @param newer how many of the newer
   */
  public record Grown(Metric metric, double ratio, double logEvidence, int older, int newer) {}

  /** The metric with most evidence. */
  public Grown foremost() {
    return grown.getFirst();
  }
}
