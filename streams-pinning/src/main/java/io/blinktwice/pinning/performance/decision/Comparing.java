package io.blinktwice.pinning.performance.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the evidence of all metrics together: each may spend its share of the error budget. */
final class Comparing {
  private Comparing() {}

  /**
   * What has grown, or null while that is not proven.
   *
   * <p>The average of the metrics' evidence, weighted by their shares, is itself evidence of the
   * same kind, however the metrics depend on each other. Shares of metrics that nobody measures go
   * to the others.
   */
  static @Nullable Finding find(
      List<MeasuredRun> older, List<MeasuredRun> newer, PerformancePolicy policy) {
    double shares = 0;
    double evidence = 0;
    List<Finding.Grown> grown = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      SampleSet samples = SampleSet.of(older, newer, metric);
      if (!metric.comparable() || samples.older().size() < policy.enoughOlder()) {
        continue;
      }
      shares += metric.share();
      if (samples.newer().isEmpty()) {
        evidence += metric.share();
        continue;
      }
      Growth growth = Growth.between(samples.older(), samples.newer());
      evidence += metric.share() * Math.exp(growth.logEvidence());
      double ratio = Math.exp(growth.shift());
      if (ratio >= policy.leastRatio()) {
        grown.add(
            new Finding.Grown(
                metric,
                ratio,
                growth.logEvidence(),
                samples.older().size(),
                samples.newer().size()));
      }
    }
    grown.sort(Comparator.comparingDouble(Finding.Grown::logEvidence).reversed());
    double logEvidence = Math.log(evidence / shares);
    boolean proven =
        !grown.isEmpty()
            && logEvidence >= policy.threshold()
            && grown.getFirst().logEvidence() >= policy.threshold();
    return proven ? new Finding(logEvidence, grown) : null;
  }

  /** Log odds that what was found is the newer version's, by the metric with most evidence. */
  static double oddsOfWentAway(
      List<MeasuredRun> older, List<MeasuredRun> newer, Trial.Stage.Confirming confirming) {
    Metric metric = confirming.finding().foremost().metric();
    SampleSet trial = SampleSet.of(older, newer, metric);
    SampleSet again = SampleSet.of(older, confirming.again(), metric);
    boolean sameScale = trial.withInput() == again.withInput();
    return sameScale && !again.newer().isEmpty()
        ? Growth.oddsOfWentAway(trial.older(), trial.newer(), again.newer())
        : 0;
  }
}
