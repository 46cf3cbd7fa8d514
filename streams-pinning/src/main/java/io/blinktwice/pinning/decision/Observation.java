package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.performance.decision.PerformanceWatch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to a workload. */
public sealed interface Observation {

  record AttemptStarted(RunReport report) implements Observation {}

  record AttemptSucceeded(RunReport report) implements Observation {}

  record AttemptFailed(RunReport report, @Nullable FailureSeen failure) implements Observation {}

  /** It ended without an outcome: its client or a person ended it. */
  record AttemptKilled(RunReport report) implements Observation {}

  /** Nobody saw its end, and its time is over. */
  record AttemptLost(RunReport report) implements Observation {}

  record FailureClassified(Attempt attempt, Classified classified) implements Observation {}

  /** A person wants the workload on this version, until then if a time is given. */
  record PinWanted(EngineVersion version, @Nullable Instant until, Wish wish)
      implements Observation {}

  /**
   * A person or a ticket wants a pin gone; any active one if none is named.
   *
   * @param fixedIn only where this version or a successor is what the workload would get
   */
  record ReleaseWanted(
      @Nullable String pinId, Change.Ending ending, @Nullable EngineVersion fixedIn, Wish wish)
      implements Observation {}

  record ExtensionWanted(@Nullable String pinId, Instant until, Wish wish) implements Observation {}

  /** What the workload's figures say after a run that was measured. */
  record SpeedJudged(Change.RunMeasured measured, PerformanceWatch.Conclusion conclusion)
      implements Observation {}

  /** Nobody waits for a comparison any more. */
  record ComparisonOver() implements Observation {}

  /** A timer rang: what has come due by now is done. */
  record TimeCame() implements Observation {}

  /** Who wants something, why, and the command by which it was said. */
  record Wish(String commandId, String actor, String reason) {}
}
