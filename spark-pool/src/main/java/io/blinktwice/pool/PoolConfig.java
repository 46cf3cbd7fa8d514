package io.blinktwice.pool;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.EngineRuntime;
import io.blinktwice.pool.decision.Reach;
import io.blinktwice.pool.decision.SizeClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a pool is to run, and where.
 *
 * @param pool its name, the first part of its clusters' ids
 * @param engines whose jars it has; one server each from the start
 * @param reach from where its servers can be called
 * @param jdks homes of JDKs, by feature release
 */
public record PoolConfig(
    String pool,
    List<EngineVersion> engines,
    Bounds bounds,
    Reach reach,
    Map<Integer, Path> jdks,
    Artifacts artifacts,
    Folders folders) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final int MOST_SERVERS = 100;

  /**
   * How much it may take.
   *
   * @param sizes its size classes
   * @param servers never more at once, whoever wants them
   * @param drainWithin how long a server that drains may go on
   */
  public record Bounds(SizeClasses sizes, int servers, Duration drainWithin) {
    private List<String> problems(int engines) {
      List<String> problems = new ArrayList<>(sizes.problems());
      if (servers < engines || servers > MOST_SERVERS) {
        problems.add(
            "at most %d servers are allowed: take between the number of engines (%d) and %d"
                .formatted(servers, engines, MOST_SERVERS));
      }
      if (drainWithin.isNegative() || drainWithin.compareTo(Duration.ofDays(1)) > 0) {
        problems.add(
            "a server cannot drain within %s; take between no time and a day"
                .formatted(drainWithin));
      }
      return problems;
    }
  }

  /**
   * Where engines' jars come from.
   *
   * @param maven a Maven to run, such as {@code mvnw}
   * @param settings global settings for it
   * @param pins holds, for each engine version, a folder with a pinned POM and its checksums
   * @param cache where fetched jars are kept
   */
  public record Artifacts(Path maven, Path settings, Path pins, Path cache) {}

  /**
   * Where the pool writes.
   *
   * @param work warehouses and temporary files of the servers
   * @param logs one file for each place of a version
   * @param secret the file that hands the pool's secret to the gateway
   * @param secretGiven whether somebody else wrote it, for several pools or other machines
   */
  public record Folders(Path work, Path logs, Path secret, boolean secretGiven) {}

  public PoolConfig {
    engines = List.copyOf(engines);
    jdks = Map.copyOf(jdks);
  }

  /** Everything that is wrong with it, each in one sentence with a way on; empty if nothing is. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(bounds.problems(engines.size()));
    problems.addAll(reach.problems());
    if (!NAME.matcher(pool).matches()) {
      problems.add("'" + pool + "' cannot name a pool; take small letters, digits and '-'");
    }
    if (engines.isEmpty()) {
      problems.add("no engine version is named; name at least one, such as 3.5.7");
    }
    if (new HashSet<>(engines).size() != engines.size()) {
      problems.add("an engine version is named twice in " + engines);
    }
    if (!Files.isExecutable(artifacts.maven())) {
      problems.add("there is no Maven to run at " + artifacts.maven());
    }
    if (!Files.isRegularFile(artifacts.settings())) {
      problems.add("there are no Maven settings at " + artifacts.settings());
    }
    engines.stream().distinct().forEach(engine -> problems.addAll(problemsOf(engine)));
    return List.copyOf(problems);
  }

  private List<String> problemsOf(EngineVersion engine) {
    List<String> problems = new ArrayList<>();
    if (!Files.isRegularFile(pinOf(engine).resolve("pom.xml"))) {
      problems.add(
          "engine %s has no pinned POM at %s".formatted(engine, pinOf(engine).resolve("pom.xml")));
    }
    try {
      int feature = EngineRuntime.jdkFor(engine);
      Optional<Path> java =
          Optional.ofNullable(jdks.get(feature)).map(home -> home.resolve("bin/java"));
      if (java.isEmpty() || !Files.isExecutable(java.get())) {
        problems.add(
            ("engine %s needs a JDK %d, and there is none; install one or say where it is:"
                    + " export BLINKTWICE_JDK_%d=/path/to/jdk")
                .formatted(engine, feature, feature));
      }
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }

  Path pinOf(EngineVersion engine) {
    return artifacts.pins().resolve(engine.value());
  }
}
