package io.blinktwice.pool.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a first server's list to an archive; with a JDK that writes down what it is asked. */
class ClassArchiveTest {
  private static final String MAKES_IT =
      """
      #!/bin/sh
      echo "$@" >> "$(dirname "$0")/asked"
      for flag in "$@"; do
        case "$flag" in -XX:SharedArchiveFile=*) echo classes > "${flag#*=}" ;; esac
      done
      """;
  private static final String CANNOT =
      """
      #!/bin/sh
      echo "$@" >> "$(dirname "$0")/asked"
      exit 1
      """;

  @TempDir private Path temp = Path.of("set by JUnit");
  private Path jdk = temp;
  private Path jars = temp;
  private Path server = temp;

  @BeforeEach
  void makeFolders() throws IOException {
    jdk = Files.createDirectories(temp.resolve("jdk"));
    jars = Files.createDirectories(temp.resolve("cache/spark-1"));
    server = Files.createDirectories(temp.resolve("server"));
  }

  @Test
  void theFirstServerListsTheNextStartMakesAndAllOthersUseIt() throws Exception {
    ClassArchive archive = archive(MAKES_IT);
    assertEquals(
        List.of("-XX:DumpLoadedClassList=" + server.resolve("classes.loaded")),
        archive.flags(server));
    load("some/Class\n");
    archive.answered(server);
    List<String> flags = archive.flags(server);
    assertTrue(flags.contains("-XX:+VerifySharedSpaces"), flags.toString());
    String file = flags.getFirst().substring("-XX:SharedArchiveFile=".length());
    assertEquals("classes\n", Files.readString(Path.of(file)));
    assertEquals(flags, archive.flags(server));
    assertEquals(flags, ClassArchive.of(jdk, jars).flags(server), "another process");
    List<String> asked = asked();
    assertEquals(1, asked.size(), asked.toString());
    assertTrue(asked.getFirst().contains("-Xshare:dump"), asked.toString());
    assertTrue(asked.getFirst().endsWith("-cp " + jars.resolve("*")), asked.toString());
  }

  @Test
  void aServerThatNeverAnswersLeavesNoList() throws Exception {
    ClassArchive archive = archive(MAKES_IT);
    load("some/Class\n");
    archive.ended(1);
    assertTrue(archive.flags(server).getFirst().startsWith("-XX:DumpLoadedClassList="));
  }

  @Test
  void whatCannotBeMadeIsNotTriedAgain() throws Exception {
    ClassArchive archive = archive(CANNOT);
    load("some/Class\n");
    archive.answered(server);
    assertEquals(List.of(), archive.flags(server));
    assertEquals(List.of(), archive.flags(server));
    assertEquals(1, asked().size());
  }

  @Test
  void aJvmThatCrashesTakesTheArchiveWithIt() throws Exception {
    ClassArchive archive = made();
    archive.ended(1);
    assertEquals(2, archive.flags(server).size(), "a server that ends otherwise does not");
    archive.ended(134);
    assertEquals(List.of(), archive.flags(server));
    assertEquals(List.of(), files(".jsa"));
  }

  @Test
  void anotherJdkGetsAnArchiveOfItsOwnAndTheFormerGoes() throws Exception {
    made();
    List<Path> former = files(".jsa");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.99\"");
    made();
    assertEquals(1, former.size());
    assertEquals(1, files(".jsa").size());
    assertFalse(Files.exists(former.getFirst()));
    assertEquals(1, files(".list").size());
  }

  @Test
  void twoJdksShareACacheWithoutTakingTurns(@TempDir Path other) throws Exception {
    made();
    Path program = Files.createDirectories(other.resolve("bin")).resolve("java");
    Files.copy(jdk.resolve("bin/java"), program, StandardCopyOption.COPY_ATTRIBUTES);
    ClassArchive another = ClassArchive.of(other, jars);
    load("some/Class\n");
    another.answered(server);
    assertEquals(2, another.flags(server).size());
    assertEquals(2, files(".jsa").size());
  }

  @Test
  void aCacheThatTakesNothingCostsNothing() throws Exception {
    ClassArchive archive = archive(MAKES_IT);
    load("some/Class\n");
    Files.delete(jars);
    Files.delete(jars.resolveSibling(""));
    archive.answered(server);
    assertTrue(archive.flags(server).getFirst().startsWith("-XX:DumpLoadedClassList="));
  }

  private ClassArchive made() throws IOException {
    ClassArchive archive = archive(MAKES_IT);
    load("some/Class\n");
    archive.answered(server);
    assertEquals(2, archive.flags(server).size());
    return archive;
  }

  private ClassArchive archive(String java) throws IOException {
    Path program = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(program, java);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return ClassArchive.of(jdk, jars);
  }

  private void load(String classes) throws IOException {
    Files.writeString(server.resolve("classes.loaded"), classes);
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(jdk.resolve("bin/asked"));
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> all = Files.list(jars.resolveSibling(""))) {
      return all.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
