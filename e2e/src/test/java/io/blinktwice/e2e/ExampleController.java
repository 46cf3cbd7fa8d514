package io.blinktwice.e2e;

import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.process.TiedCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A consumer of {@code clients/rollout-controllers}, started as its users start it. */
record ExampleController(String name, Process process, Path output) implements AutoCloseable {
  private static final String SAYS = " says ";
  private static final Path PACKAGES = Path.of("target", "controller-packages").toAbsolutePath();
  private static final long INSTALLED_WITHIN_SECONDS = 120;

  /** One decision, as it was heard. */
  record Heard(String state, double share) {}

  static ExampleController java(Path folder, KafkaConnection kafka) throws IOException {
    ProgramHome home = ProgramHome.ofThisProcess();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-Dblinktwice.log.level=ERROR",
            "-Dblinktwice.log.libraries=ERROR",
            "-cp",
            home.appClassPath().stream().map(Path::toString).collect(Collectors.joining(":")),
            examples(home).resolve("RolloutController.java").toString());
    return started("java", folder, command, kafka, Map.of());
  }

  /** Empty where there is no Python, or its packages cannot be fetched. */
  static Optional<ExampleController> python(Path folder, KafkaConnection kafka) throws Exception {
    Path examples = examples(ProgramHome.ofThisProcess());
    if (!Files.exists(PACKAGES) && !installed(examples.resolve("requirements.txt"))) {
      System.out.println("the Python controller is not tested: its packages cannot be had here");
      return Optional.empty();
    }
    return Optional.of(
        started(
            "python",
            folder,
            List.of("python3", examples.resolve("rollout_controller.py").toString()),
            kafka,
            Map.of("PYTHONPATH", PACKAGES.toString(), "PYTHONDONTWRITEBYTECODE", "1")));
  }

  private static Path examples(ProgramHome home) {
    return home.root().resolve("clients/rollout-controllers");
  }

  /** Whole or not at all: a folder that is there is complete. */
  private static boolean installed(Path requirements) throws Exception {
    Path half = PACKAGES.resolveSibling("controller-packages-half");
    List<String> pip = new ArrayList<>(List.of("python3", "-m", "pip", "install", "--quiet"));
    pip.addAll(List.of("--disable-pip-version-check", "--no-compile", "--require-hashes"));
    pip.addAll(List.of("--upgrade", "--target", half.toString(), "-r", requirements.toString()));
    try {
      Process install =
          new ProcessBuilder(TiedCommand.of(pip))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      boolean done =
          install.waitFor(INSTALLED_WITHIN_SECONDS, TimeUnit.SECONDS) && install.exitValue() == 0;
      if (done) {
        Files.move(half, PACKAGES);
      } else {
        install.destroyForcibly();
      }
      return done;
    } catch (IOException noPython) {
      return false;
    }
  }

  private static ExampleController started(
      String name,
      Path folder,
      List<String> program,
      KafkaConnection kafka,
      Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(kafka.bootstrapServers(), kafka.registryUrl(), kafka.topicPrefix()));
    Path output = folder.resolve("controller-" + name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(TiedCommand.of(command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new ExampleController(name, builder.start(), output);
  }

  /** Decisions about a version, in the order in which it heard them. */
  List<Heard> decisionsAbout(String version) throws IOException {
    return lines().stream()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 4 && words[0].equals(version) && words[2].equals("at"))
        .map(words -> new Heard(words[1], Double.parseDouble(words[3])))
        .toList();
  }

  boolean heardThat(String version, String judgement) throws IOException {
    return lines().contains(version + SAYS + judgement);
  }

  List<String> lines() throws IOException {
    return Files.readAllLines(output);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
