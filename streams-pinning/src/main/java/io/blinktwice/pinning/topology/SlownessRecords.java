package io.blinktwice.pinning.topology;

import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.PerformanceEvidence;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.SpeedReasons;
import io.blinktwice.pinning.performance.decision.Finding;
import java.util.List;

/** Why a workload is taken to be slower, as the world sees it. */
final class SlownessRecords {
  /** A workload is measured by the first attempts of its runs. */
  private static final int FIRST = 1;

  private SlownessRecords() {}

  static PinEvidence evidence(Pin.Slowness slowness) {
    List<PerformanceEvidence> grown =
        slowness.finding().grown().stream().map(metric -> grown(metric, slowness)).toList();
    return PinEvidence.newBuilder()
        .setRunId(slowness.run().value())
        .setFailedAttempt(FIRST)
        .setFailedVersion(slowness.newer().value())
        .setGoodRunId(slowness.goodRun().value())
        .setGoodAttempt(FIRST)
        .setGoodVersion(slowness.older().value())
        .setCategory(FailureCategory.SYSTEM)
        .setSignature(slowness.signature())
        .setFailedMetrics(Figures.record(slowness.usage().figures()))
        .setGoodMetrics(Figures.record(slowness.goodUsage().figures()))
        .setFailedCluster(slowness.usage().cluster())
        .setGoodCluster(slowness.goodUsage().cluster())
        .setPerformance(grown.getFirst())
        .setGrown(grown)
        .build();
  }

  private static PerformanceEvidence grown(Finding.Grown metric, Pin.Slowness slowness) {
    Long figure = slowness.usage().figures().get(metric.metric().figure());
    double observed = figure == null ? 0 : figure;
    return PerformanceEvidence.newBuilder()
        .setMetric(metric.metric().figure())
        .setObserved(observed)
        .setExpected(observed / metric.ratio())
        .setRatio(metric.ratio())
        .setRuns(metric.newer())
        .setEvidence(SpeedReasons.eValue(metric.logEvidence()))
        .build();
  }
}
