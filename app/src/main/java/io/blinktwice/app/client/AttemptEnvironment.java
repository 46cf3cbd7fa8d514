package io.blinktwice.app.client;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one attempt's command is told of the version that was chosen for it. */
final class AttemptEnvironment {
  private final String workload;
  private final String run;
  private final int attempt;

  AttemptEnvironment(String workload, String run, int attempt) {
    this.workload = workload;
    this.run = run;
    this.attempt = attempt;
  }

  /**
   * Variables for a Spark of this machine: {@code spark-submit} and the like are found in it first.
   */
  Map<String, String> local(String version, Path home, String path) {
    Map<String, String> variables = common(version);
    variables.put("SPARK_HOME", home.toString());
    variables.put("PATH", home.resolve("bin") + File.pathSeparator + path);
    return variables;
  }

  /** Variables for a Spark Connect client: the gateway knows the attempt by its address. */
  Map<String, String> remote(String version, String connect) {
    Map<String, String> variables = common(version);
    String separator = connect.contains(";") ? ";" : "/;";
    variables.put(
        "SPARK_REMOTE",
        connect.replaceFirst("/;?$", "")
            + separator
            + "x-workload-id=%s;x-run-id=%s;x-attempt=%d"
                .formatted(ApiClient.encoded(workload), ApiClient.encoded(run), attempt));
    return variables;
  }

  /** Variables for a command that finds its Spark itself. */
  Map<String, String> common(String version) {
    return new TreeMap<>(
        Map.of(
            "BLINKTWICE_WORKLOAD", workload,
            "BLINKTWICE_RUN", run,
            "BLINKTWICE_ATTEMPT", String.valueOf(attempt),
            "BLINKTWICE_VERSION", version));
  }

  /**
   * The command with {@code {version}} and {@code {spark-home}} filled in, and its program from the
   * Spark's own where that has one: who starts a child searches its own PATH, not the child's.
   */
  static List<String> filled(List<String> command, String version, Optional<Path> home) {
    List<String> filled =
        new ArrayList<>(
            command.stream()
                .map(word -> word.replace(EngineHomes.VERSION, version))
                .map(word -> home.map(path -> fill(word, path)).orElse(word))
                .toList());
    String program = filled.getFirst();
    if (home.isPresent() && !program.contains("/")) {
      Path own = home.get().resolve("bin").resolve(program);
      if (Files.isExecutable(own)) {
        filled.set(0, own.toString());
      }
    }
    return List.copyOf(filled);
  }

  private static String fill(String word, Path home) {
    return word.replace("{spark-home}", home.toString());
  }
}
