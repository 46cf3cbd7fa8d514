package io.blinktwice.app.demo;

import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.artifact.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Gets the clients that the demo's jobs use: the JVM ones always, PySpark where it can be had. */
final class Clients {
  private static final String OLD = "4.0.4";
  private static final String NEW = "4.2.0";
  private static final String NUMBERED = "NumberedJob";
  private static final String PYTHON_CLIENT = "pyspark-client-4.0";
  private static final String REQUIREMENTS = "requirements.txt";
  private static final String BUILD_REQUIREMENTS = "build-requirements.txt";
  private static final int CLIENT_JAVA = 17;

  private final ProgramHome home;
  private final Path cache;
  private final Path work;
  private final Narrator narrator;

  /**
   * @param work where what nobody keeps is built
   */
  Clients(ProgramHome home, Path cache, Path work, Narrator narrator) {
    this.home = home;
    this.cache = cache;
    this.work = work;
    this.narrator = narrator;
  }

  /** The old client, as the demo's jobs begin with. */
  Client.Jvm jvm(Progress progress) throws IOException, DemoFailed, InterruptedException {
    return built(OLD, progress, List.of("SqlJob", "Stopwatch", "Notebooks"));
  }

  /** The new client, for a job that uses what the old one lacks. */
  Client.Jvm newerJvm(Progress progress) throws IOException, DemoFailed, InterruptedException {
    return built(NEW, progress, List.of(NUMBERED));
  }

  /** What the old client's compiler says to the job of the new one. */
  JobResult newJobOnOldClient(Progress progress)
      throws IOException, DemoFailed, InterruptedException {
    return new JobJar(jdk(), work)
        .build("too-new", jars(OLD, progress), List.of(source(NUMBERED)))
        .compiled();
  }

  /** The first of them is what it runs, where nothing else is said. */
  private Client.Jvm built(String version, Progress progress, List<String> programs)
      throws IOException, DemoFailed, InterruptedException {
    Path jars = jars(version, progress);
    List<Path> sources = programs.stream().map(this::source).toList();
    Path jdk = jdk();
    String name = "jobs-" + version;
    CachedJobs.Folder jobs =
        new CachedJobs(cache, jars, jdk)
            .get(
                name,
                sources,
                () -> {
                  JobJar.Built job = new JobJar(jdk, work).build(name, jars, sources);
                  if (job.compiled().succeeded()) {
                    return job.jar();
                  }
                  throw new DemoFailed(
                      "expected: %s to compile with the client %s%n    seen: %s"
                          .formatted(programs, version, job.compiled().tail()));
                });
    return new Client.Jvm(jdk, version, jars, jobs.jar(), programs.getFirst(), jobs.classes());
  }

  private Path jars(String version, Progress progress) throws IOException {
    return new PinnedArtifacts(home.maven(), cache)
        .fetch(home.pinned("client-" + version), progress);
  }

  private Path source(String name) {
    return home.root().resolve("app/jobs").resolve(name + ".java");
  }

  private Path jdk() throws IOException, DemoFailed {
    return home.jdk(CLIENT_JAVA)
        .orElseThrow(
            () ->
                new DemoFailed(
                    "the demo's client needs a JDK 17; install one or set BLINKTWICE_JDK_17"));
  }

  /** Empty where there is no Python, no network on the first run, or no matching wheel. */
  Optional<Client> python() throws IOException, InterruptedException {
    Path pins = home.root().resolve("app/pinned").resolve(PYTHON_CLIENT);
    Optional<String> version = pythonVersion();
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Path environment = cache.resolve(PYTHON_CLIENT + "-" + keyOf(pins, version.get()));
    Path interpreter = environment.resolve("bin/python");
    Path complete = environment.resolve("complete");
    if (!Files.exists(complete)) {
      narrator.say("installing the PySpark client into the cache (once)");
      if (!installed(environment, interpreter, pins)) {
        return Optional.empty();
      }
      Files.createFile(complete);
    }
    return Optional.of(new Client.Python(interpreter, home.root().resolve("app/jobs/sql_job.py")));
  }

  /** An environment belongs to the interpreter that made it, and to exactly these pins. */
  private static String keyOf(Path pins, String pythonVersion) throws IOException {
    return ContentKey.of(
        List.of(pythonVersion),
        List.of(pins.resolve(BUILD_REQUIREMENTS), pins.resolve(REQUIREMENTS)));
  }

  private Optional<String> pythonVersion() throws InterruptedException {
    return output(List.of("python3", "-c", "import sys; print('RESULT', sys.version)"))
        .map(result -> String.join(" ", result.rows()));
  }

  /**
   * Nothing is installed whose checksum is not pinned: the client itself comes as a source archive,
   * so what builds it is pinned too and comes first.
   */
  private boolean installed(Path environment, Path interpreter, Path pins)
      throws InterruptedException {
    return succeeds(List.of("python3", "-m", "venv", "--clear", environment.toString()))
        && succeeds(install(interpreter, pins.resolve(BUILD_REQUIREMENTS)))
        && succeeds(install(interpreter, pins.resolve(REQUIREMENTS)));
  }

  private static List<String> install(Path interpreter, Path requirements) {
    return List.of(
        interpreter.toString(),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--no-build-isolation",
        "-r",
        requirements.toString());
  }

  private boolean succeeds(List<String> command) throws InterruptedException {
    return output(command).isPresent();
  }

  private Optional<JobResult> output(List<String> command) throws InterruptedException {
    try {
      JobResult result = JobProcess.run(command, Files.createDirectories(cache));
      if (result.succeeded()) {
        return Optional.of(result);
      }
      narrator.say("the PySpark client cannot be installed here: " + result.tail());
    } catch (IOException e) {
      narrator.say("the PySpark client cannot be installed here: " + e.getMessage());
    }
    return Optional.empty();
  }
}
