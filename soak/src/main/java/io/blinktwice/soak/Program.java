package io.blinktwice.soak;

import io.blinktwice.runtime.process.JavaCommand;
import java.io.IOException;
import java.time.Duration;

/** A process to start, and how to tell that it does its work. */
public record Program(JavaCommand command, Probe probe, Duration readyWithin) {
  /** Asks whether a process does its work; throwing means "not yet". */
  public interface Probe {
    boolean succeeds() throws IOException, InterruptedException;
  }
}
