package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.ProgramHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * The jars that were just built have nothing of this build in them: no time, no folder, nobody's
 * name. That two builds give the same bytes is checked by {@code bin/check-reproducible}.
 */
class ReproducibleJarsIT {
  /** The project's {@code project.build.outputTimestamp}. */
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private static final Set<String> PERSONAL = Set.of("Built-By", "Build-Time", "Build-Host");

  @Test
  void ourJarsSayNothingOfWhenAndWhereTheyWereBuilt() throws IOException {
    ProgramHome home = ProgramHome.ofThisProcess();
    String folder = home.root().toAbsolutePath().toString();
    Set<String> traces = new TreeSet<>();
    List<Path> jars = jars(home.root());
    for (Path jar : jars) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        for (ZipEntry entry :
            (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
          String place = jar.getFileName() + "!" + entry.getName();
          String content =
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
          if (!entry.getTimeLocal().equals(TIME)) {
            traces.add(place + " is of " + entry.getTimeLocal());
          }
          if (content.contains(folder)) {
            traces.add(place + " names " + folder);
          }
          if (entry.getName().equals("META-INF/MANIFEST.MF")
              && PERSONAL.stream().anyMatch(key -> content.contains(key + ":"))) {
            traces.add(place + " says who built it");
          }
        }
      }
    }
    assertTrue(jars.size() > 10, jars.toString());
    assertEquals(Set.of(), traces);
  }

  /** The program's own, and those that it brings along of this project. */
  private static List<Path> jars(Path root) throws IOException {
    try (Stream<Path> program = Files.list(root.resolve("app/target/lib"));
        Stream<Path> broker = Files.list(root.resolve("broker/target/lib"))) {
      return Stream.concat(
              Stream.of(
                  root.resolve("app/target/app.jar"), root.resolve("broker/target/broker.jar")),
              Stream.concat(program, broker)
                  .filter(jar -> jar.getFileName().toString().endsWith("-SNAPSHOT.jar")))
          .toList();
    }
  }
}
