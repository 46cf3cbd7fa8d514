package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to a workload. */
public sealed interface Observation {

  record AttemptStarted(RunReport report) implements Observation {}

  record AttemptSucceeded(RunReport report) implements Observation {}

  record AttemptFailed(RunReport report, @Nullable FailureSeen failure) implements Observation {}

  /** It ended without an outcome: its client or a person ended it. */
  record AttemptKilled(RunReport report) implements Observation {}

  record FailureClassified(Attempt attempt, Classified classified) implements Observation {}

  /** A person wants the workload on this version. */
  record PinWanted(EngineVersion version, Wish wish) implements Observation {}

  /** A person or a ticket wants a pin gone; any active one if none is named. */
  record ReleaseWanted(@Nullable String pinId, Wish wish) implements Observation {}

  /** Who wants something, why, and the command by which it was said. */
  record Wish(String commandId, String actor, String reason) {}
}
