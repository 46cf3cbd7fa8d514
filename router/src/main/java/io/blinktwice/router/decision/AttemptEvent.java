package io.blinktwice.router.decision;

import org.jspecify.annotations.Nullable;

/** What is published about an attempt. */
public sealed interface AttemptEvent {
  WriteKnowledge writes();

  @Nullable String cluster();

  record Started(WriteKnowledge writes, @Nullable String cluster) implements AttemptEvent {}

  /** The attempt is over, with this many statements completed. */
  sealed interface Ended extends AttemptEvent {
    long statements();
  }

  record Succeeded(WriteKnowledge writes, @Nullable String cluster, long statements)
      implements Ended {}

  record Failed(
      WriteKnowledge writes, @Nullable String cluster, long statements, CallFailure failure)
      implements Ended {}

  /** It ended before its work was done: under way, cancelled, or never begun. */
  record Killed(WriteKnowledge writes, @Nullable String cluster, long statements)
      implements Ended {}
}
