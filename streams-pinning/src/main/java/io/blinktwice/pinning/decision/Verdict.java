package io.blinktwice.pinning.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import java.time.Duration;
import java.util.List;

/**
 * What to do next with a run, and why.
 *
 * @param suspect whether the failure may be the version's fault
 * @param probability the chance with which this kind of retry was drawn; 1 where no lot was drawn
 */
public record Verdict(
    DecisionId id, Action action, List<Reason> reasons, boolean suspect, double probability) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /** What can be done next. */
  public sealed interface Action {

    /** The run is over, well or not. */
    record Finish() implements Action {}

    /** Once more on the version that it ran on. */
    record RetrySame(EngineVersion version, Duration after) implements Action {}

    /** Once more on the last known good version: the other half of the comparison. */
    record RetryLastGood(EngineVersion version) implements Action {}

    /** Once more on the same version with more memory. */
    record RetryLarger(EngineVersion version) implements Action {}
  }
}
