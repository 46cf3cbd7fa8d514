package io.blinktwice.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Jars of the demo's jobs in the user's cache: built once for their sources, their client and their
 * JDK. Their path stays the same, so that what a JVM has loaded of them serves the next one.
 *
 * @param jars of the client; the name of their folder changes with them
 */
record CachedJobs(Path cache, Path jars, Path jdk) {
  private static final Pattern UNFINISHED = Pattern.compile(".*\\.(\\d{1,18})");

  /** Where they are. */
  record Folder(Path path) {
    Path jar() {
      return path.resolve("jobs.jar");
    }

    Path classes() {
      return path.resolve("classes.jsa");
    }
  }

  /** Makes the jar, anywhere. */
  interface Building {
    Path build() throws DemoFailed, IOException, InterruptedException;
  }

  Folder get(String name, List<Path> sources, Building building)
      throws DemoFailed, IOException, InterruptedException {
    Path release = jdk.resolve("release");
    String jdkIs = Files.exists(release) ? Files.readString(release) : "";
    String key = ContentKey.of(List.of(jars.toString(), jdk.toString(), jdkIs), sources);
    Folder folder = new Folder(cache.resolve(name + "-" + key));
    if (!Files.exists(folder.jar())) {
      Path built = building.build();
      Files.createDirectories(folder.path());
      // Under a name of our own until it is whole: another demo may be at it, too.
      Path copy = folder.path().resolve("jobs." + ProcessHandle.current().pid());
      Files.copy(built, copy, StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, folder.jar(), StandardCopyOption.ATOMIC_MOVE);
    }
    removeLeftovers(folder.path());
    return folder;
  }

  /** What demos left that ended before it was whole; its name ends in their process. */
  private static void removeLeftovers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Matcher by = UNFINISHED.matcher(file.getFileName().toString());
        if (by.matches() && ProcessHandle.of(Long.parseLong(by.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
