package io.blinktwice.app.demo;

import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.artifact.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Gets the clients that the demo's jobs use: the JVM one always, PySpark where it can be had. */
final class Clients {
  private static final String JVM_CLIENT = "client-4.0.4";
  private static final String PYTHON_CLIENT = "pyspark-client-4.0";
  private static final int CLIENT_JAVA = 17;

  private final ProgramHome home;
  private final Path cache;
  private final Narrator narrator;

  Clients(ProgramHome home, Path cache, Narrator narrator) {
    this.home = home;
    this.cache = cache;
    this.narrator = narrator;
  }

  Client jvm(Progress progress) throws IOException, DemoFailed {
    Path java =
        home.jdk(CLIENT_JAVA)
            .orElseThrow(
                () ->
                    new DemoFailed(
                        "the demo's client needs a JDK 17; install one or set BLINKTWICE_JDK_17"));
    Path jars = new PinnedArtifacts(home.maven(), cache).fetch(home.pinned(JVM_CLIENT), progress);
    return new Client.Jvm(java, jars, home.root().resolve("app/jobs/SqlJob.java"));
  }

  /** Empty where there is no Python, no network on the first run, or no matching wheel. */
  Optional<Client> python() throws IOException, InterruptedException {
    Path requirements = home.root().resolve("app/pinned/" + PYTHON_CLIENT + "/requirements.txt");
    String pins = Integer.toHexString(Files.readString(requirements).hashCode());
    Path environment = cache.resolve(PYTHON_CLIENT + "-" + pins);
    Path interpreter = environment.resolve("bin/python");
    Path complete = environment.resolve("complete");
    if (!Files.exists(complete)) {
      narrator.say("installing the PySpark client into the cache (once)");
      if (!installed(environment, interpreter, requirements)) {
        return Optional.empty();
      }
      Files.createFile(complete);
    }
    return Optional.of(new Client.Python(interpreter, home.root().resolve("app/jobs/sql_job.py")));
  }

  private boolean installed(Path environment, Path interpreter, Path requirements)
      throws InterruptedException {
    return succeeds(List.of("python3", "-m", "venv", "--clear", environment.toString()))
        && succeeds(
            List.of(
                interpreter.toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
                requirements.toString()));
  }

  private boolean succeeds(List<String> command) throws InterruptedException {
    try {
      JobResult result = JobProcess.run(command, Files.createDirectories(cache));
      if (!result.succeeded()) {
        narrator.say("the PySpark client cannot be installed here: " + result.tail());
      }
      return result.succeeded();
    } catch (IOException e) {
      narrator.say("the PySpark client cannot be installed here: " + e.getMessage());
      return false;
    }
  }
}
