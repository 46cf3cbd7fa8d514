package io.blinktwice.soak.decision;

import java.time.Duration;

/** What is done to a process. */
public sealed interface Disturbance {
  /** {@code kill -9}, and started again at once. */
  record KillInstance(int instance) implements Disturbance {}

  /** {@code kill -9}, and started again at once. */
  record KillBroker(int node) implements Disturbance {}

  /** Stopped beyond the session time-out, then woken: by then others do its work. */
  record SuspendInstance(int instance, Duration length) implements Disturbance {}

  default String sentence() {
    return switch (this) {
      case KillInstance(int instance) -> "kill -9 instance " + instance;
      case KillBroker(int node) -> "kill -9 broker " + node;
      case SuspendInstance(int instance, Duration length) ->
          "stop instance %d for %d s".formatted(instance, length.toSeconds());
    };
  }
}
