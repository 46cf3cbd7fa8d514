package io.blinktwice.app.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Keeps the logs of an installation bounded over its starts: one old file beside each. */
final class LogFiles {
  private static final long LARGE = 10 << 20;
  private static final String SUFFIX = ".log";

  private LogFiles() {}

  static void rotate(Path folder) throws IOException {
    List<Path> large;
    try (Stream<Path> files = Files.list(folder)) {
      large = files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    for (Path file : large) {
      if (Files.size(file) > LARGE) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".old"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
