package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.ProgramHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Chromium that is driven by the tests in {@code console/src/test/browser}. */
final class Browser {
  private Browser() {}

  /** A Chromium, or why there is none. */
  record Found(boolean isThere, String said) {}

  static Found find(String... how) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home().resolve("bin/find-chromium").toString());
    command.addAll(List.of(how));
    Process process = new ProcessBuilder(command).redirectErrorStream(how.length > 0).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Found(process.waitFor() == 0, said);
  }

  /** Runs a file of tests; what they say is kept in a file, and shown where they fail. */
  static void drive(Found chromium, String tests, Map<String, String> environment, Duration atMost)
      throws IOException, InterruptedException {
    // A file of its own: what a child writes to a test's own output is taken for its protocol.
    Path words = Files.createDirectories(home().resolve("e2e/target")).resolve(tests + ".txt");
    ProcessBuilder node =
        new ProcessBuilder("node", "--test", "src/test/browser/" + tests)
            .directory(home().resolve("console").toFile())
            .redirectErrorStream(true)
            .redirectOutput(words.toFile());
    node.environment().putAll(environment);
    node.environment().put("BLINKTWICE_CHROMIUM", chromium.said());
    Process process = node.start();
    boolean ended = process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertTrue(ended, "the browser's tests did not end in time");
    assertEquals(0, process.exitValue(), () -> "the browser's tests say:\n" + read(words));
  }

  private static Path home() {
    return ProgramHome.ofThisProcess().root();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
