package io.blinktwice.app;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A port that somebody typed, refused before anything is started. */
final class PortNumber {
  private static final int HIGHEST = 65_535;

  private PortNumber() {}

  static void require(CommandLine command, String option, int port) {
    if (port < 0 || port > HIGHEST) {
      throw new ParameterException(
          command,
          "%s %d is no port: they go from 0, which is any free one, to %d"
              .formatted(option, port, HIGHEST));
    }
  }
}
