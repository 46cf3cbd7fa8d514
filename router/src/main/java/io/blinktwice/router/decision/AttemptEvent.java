package io.blinktwice.router.decision;

import org.jspecify.annotations.Nullable;

/** What is published about an attempt. */
public sealed interface AttemptEvent {
  WriteKnowledge writes();

  @Nullable String cluster();

  record Started(WriteKnowledge writes, @Nullable String cluster) implements AttemptEvent {}

  record Succeeded(WriteKnowledge writes, @Nullable String cluster) implements AttemptEvent {}

  record Failed(WriteKnowledge writes, @Nullable String cluster, CallFailure failure)
      implements AttemptEvent {}

  /** It ended while the client had work under way. */
  record Killed(WriteKnowledge writes, @Nullable String cluster) implements AttemptEvent {}
}
