package io.blinktwice.soak;

import java.io.IOException;

/** A soak that can be run once, and stopped at any moment from any thread. */
public interface Soak extends AutoCloseable {
  Outcome run() throws IOException, SoakFailed, InterruptedException;

  @Override
  void close();
}
