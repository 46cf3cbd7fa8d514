package io.blinktwice.runtime.artifact;

import io.blinktwice.runtime.process.TiedCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One run of Maven that copies the artifacts of a pinned POM into a folder. */
final class MavenFetch {
  private static final int ERRORS_KEPT = 50;

  private final PinnedArtifacts.Maven maven;
  private final PinnedPom pinned;
  private final Set<String> expected;
  private final Progress progress;
  private final Set<String> fetched = new HashSet<>();
  private final List<String> errors = new ArrayList<>();
  private long bytes;

  MavenFetch(
      PinnedArtifacts.Maven maven, PinnedPom pinned, Set<String> expected, Progress progress) {
    this.maven = maven;
    this.pinned = pinned;
    this.expected = expected;
    this.progress = progress;
  }

  /** Tries the network, then what Maven has on this machine; says whether it worked. */
  boolean into(Path folder) throws IOException {
    progress.on(step("asking Maven"));
    return run(folder, List.of())
        // A repository that answers wrongly (a captive portal, a mirror that lost a file) makes
        // Maven fail even though it has everything.
        || run(folder, List.of("--offline"));
  }

  /** What the first, networked run complained about. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  private boolean run(Path folder, List<String> options) throws IOException {
    Process process =
        new ProcessBuilder(TiedCommand.of(commandLine(folder, options)))
            .redirectErrorStream(true)
            .start();
    Thread endWithUs = new Thread(process::destroy, "end-maven");
    Runtime.getRuntime().addShutdownHook(endWithUs);
    try (BufferedReader output = process.inputReader()) {
      boolean keepErrors = errors.isEmpty();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        follow(line, keepErrors);
      }
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while Maven fetched " + pinned.name());
    } finally {
      process.destroy();
      removeHook(endWithUs);
    }
  }

  private List<String> commandLine(Path folder, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(maven.executable().toString());
    command.addAll(List.of("--batch-mode", "--file", pinned.pom().toString()));
    command.addAll(List.of("--global-settings", maven.globalSettings().toString()));
    command.addAll(options);
    // In full: to look up a prefix, Maven would ask the network each day. The POM says the version.
    command.add("org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies");
    command.add("-DoutputDirectory=" + folder);
    return command;
  }

  private void follow(String line, boolean keepErrors) {
    if (MavenOutput.isError(line) && keepErrors && errors.size() < ERRORS_KEPT) {
      errors.add(line);
    }
    MavenOutput.download(line)
        .ifPresent(
            download -> {
              bytes += download.bytes();
              if (expected.contains(download.file())) {
                fetched.add(download.file());
              }
              progress.on(step("fetched " + download.file()));
            });
  }

  private Progress.Step step(String doing) {
    return new Progress.Step(pinned.name(), fetched.size(), expected.size(), bytes, doing);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending, and the hook with it.
    }
  }
}
