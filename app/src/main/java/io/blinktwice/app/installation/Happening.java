package io.blinktwice.app.installation;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.Progress;
import java.nio.file.Path;
import java.time.Duration;

/** Something that a person who watches an installation wants to know. */
public sealed interface Happening {
  /** Something is being fetched, this far. */
  record Fetching(Progress.Step step) implements Happening {}

  /** A process was started. */
  record Started(String component, Path log) implements Happening {}

  /** A process does its work. */
  record Ready(String component, Duration after) implements Happening {}

  /** A process is still not ready, and what it says that it waits for. */
  record Waiting(String component, Duration since, String missing) implements Happening {}

  /** A Spark server has come this far. */
  record EngineState(EngineVersion version, String state) implements Happening {}

  /** A process ended although nobody wanted it to; it is started again. */
  record Ended(String component, int exitCode, int restart, int restartsAllowed, Path log)
      implements Happening {}

  /** A process ended and is not started again. */
  record GivenUp(String component, String sentence) implements Happening {}

  /** A process was stopped. */
  record Stopped(String component) implements Happening {}
}
