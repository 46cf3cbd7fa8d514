package io.blinktwice.app.installation;

import io.blinktwice.runtime.process.JavaCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** How to start a component, and how to tell that it does its work. */
record Blueprint(JavaCommand command, Probe probe, Duration readyWithin) {
  /** Asks a component whether it does its work; throwing means "not yet". */
  interface Probe {
    boolean succeeds() throws IOException, InterruptedException;

    /** What was missing when it was last asked, for people; nothing where only time is. */
    default Optional<String> missing() {
      return Optional.empty();
    }
  }

  String name() {
    return command.name();
  }
}
