package io.blinktwice.simulator.performance;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.performance.decision.MeasuredRun;
import io.blinktwice.pinning.performance.decision.PerformancePolicy;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import io.blinktwice.pinning.performance.decision.PerformanceWatch;
import io.blinktwice.pinning.performance.decision.PerformanceWatch.Conclusion;

/** The decision that the program itself takes. */
final class OurWatcher implements Watcher {
  private static final EngineVersion OLDER = new EngineVersion("3.5.7");
  private static final EngineVersion NEWER = new EngineVersion("4.2.0");

  private PerformanceRecord record = PerformanceRecord.NONE;
  private double evidence;

  @Override
  public Answer older(MeasuredRun run) {
    return after(run, OLDER);
  }

  @Override
  public Answer newer(MeasuredRun run) {
    return after(run, NEWER);
  }

  private Answer after(MeasuredRun run, EngineVersion version) {
    PerformanceWatch.Outcome outcome =
        PerformanceWatch.decide(
            record, new PerformanceWatch.Observed(version, null, run), PerformancePolicy.ORDINARY);
    record = outcome.next();
    return switch (outcome.conclusion()) {
      case Conclusion.Nothing nothing -> Answer.GO_ON;
      case Conclusion.CompareOnce compare -> Answer.COMPARE_ONCE;
      case Conclusion.Slower slower -> {
        evidence = Math.exp(slower.finding().logEvidence());
        yield Answer.PIN;
      }
      case Conclusion.SlowOnBoth both -> Answer.GO_ON;
      case Conclusion.Accepted accepted -> Answer.GO_ON;
    };
  }

  /** The e-value that it pinned with; 0 before. */
  double evidence() {
    return evidence;
  }
}
