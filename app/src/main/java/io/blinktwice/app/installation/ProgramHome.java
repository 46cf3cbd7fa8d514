package io.blinktwice.app.installation;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.artifact.PinnedPom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the built program lies: its class paths, its pins, and the scripts beside it.
 *
 * @param root the folder that {@code ./blinktwice} is in
 */
public record ProgramHome(Path root) {
  private static final String PROPERTY = "blinktwice.home";

  public ProgramHome {
    root = root.toAbsolutePath().normalize();
  }

  /** The home that the launcher named. */
  public static ProgramHome ofThisProcess() {
    String named = System.getProperty(PROPERTY);
    if (named == null) {
      throw new IllegalStateException(
          "-D" + PROPERTY + " is not set; start this program by ./blinktwice");
    }
    return new ProgramHome(Path.of(named));
  }

  /** Ends with what the user adds: serdes of others, for one. */
  public List<Path> appClassPath() {
    List<Path> classPath = new ArrayList<>();
    classPath.add(root.resolve("app/target/app.jar"));
    classPath.add(root.resolve("app/target/lib/*"));
    String more = System.getenv("BLINKTWICE_CLASSPATH");
    if (more != null && !more.isBlank()) {
      for (String entry : more.split(":")) {
        classPath.add(Path.of(entry));
      }
    }
    return classPath;
  }

  List<Path> brokerClassPath() {
    return List.of(root.resolve("broker/target/broker.jar"), root.resolve("broker/target/lib/*"));
  }

  /** A jar, not a folder of classes: the JDK caches classes of jars only. */
  Path lifelineClassPath() {
    return root.resolve("lifeline/target/lifeline.jar");
  }

  /** What the JDK remembers of the program's classes; made again whenever it is missing. */
  public Path classCaches() {
    return root.resolve("target/aot");
  }

  public PinnedPom pinned(String name) {
    return new PinnedPom(name, root.resolve("app/pinned").resolve(name));
  }

  public Path engines() {
    return root.resolve("spark-pool/engines");
  }

  /** Those that this program can run, by their names; none in an image without Spark servers. */
  public List<EngineVersion> engineVersions() throws IOException {
    if (!Files.isDirectory(engines())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(engines())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .map(EngineVersion::new)
          .toList();
    }
  }

  public PinnedPom engine(EngineVersion version) {
    return new PinnedPom("spark-" + version, engines().resolve(version.value()));
  }

  public PinnedArtifacts.Maven maven() {
    return new PinnedArtifacts.Maven(root.resolve("mvnw"), root.resolve("app/pinned/settings.xml"));
  }

  /** The home of a JDK of this feature release, as the launcher's own search finds it. */
  public Optional<Path> jdk(int feature) throws IOException {
    if (Runtime.version().feature() == feature) {
      return Optional.of(Path.of(System.getProperty("java.home")));
    }
    Process search =
        new ProcessBuilder(root.resolve("bin/find-jdk").toString(), Integer.toString(feature))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String found = new String(search.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return found.isBlank() ? Optional.empty() : Optional.of(Path.of(found.strip()));
  }
}
