package io.blinktwice.app.demo;

import io.blinktwice.runtime.process.TiedCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end, with a bound on its time; it never outlives this process. */
final class JobProcess {
  private static final Duration AT_MOST = Duration.ofMinutes(3);

  private JobProcess() {}

  static JobResult run(List<String> command, Path folder) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "job-", ".out");
    Process process =
        new ProcessBuilder(TiedCommand.of(command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        Files.writeString(
            output,
            "\nended by force after " + AT_MOST.toSeconds() + " s",
            StandardOpenOption.APPEND);
      }
      return new JobResult(process.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }
}
