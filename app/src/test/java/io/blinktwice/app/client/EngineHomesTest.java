package io.blinktwice.app.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineHomesTest {
  @TempDir private Path folder;

  @Test
  void oneThatIsNamedBeatsTheTemplateAndWhatIsNotThereIsNone() throws Exception {
    Path own = Files.createDirectory(folder.resolve("mine"));
    Path usual = Files.createDirectory(folder.resolve("spark-3.5.7"));
    EngineHomes homes = EngineHomes.of(List.of("4.2.0=" + own, folder + "/spark-{version}"));
    assertEquals(Optional.of(own), homes.find("4.2.0"));
    assertEquals(Optional.of(usual), homes.find("3.5.7"));
    assertEquals(Optional.empty(), homes.find("4.3.0"));
    assertThrows(IllegalArgumentException.class, () -> EngineHomes.of(List.of("/opt/spark")));
  }

  @Test
  void theCommandIsToldOfItsVersion() {
    AttemptEnvironment attempt = new AttemptEnvironment("daily etl", "r;1", 2);
    Map<String, String> local = attempt.local("4.2.0", Path.of("/opt/s"), "/bin");
    assertEquals("/opt/s", local.get("SPARK_HOME"));
    assertEquals("/opt/s/bin:/bin", local.get("PATH"));
    assertEquals("2", local.get("BLINKTWICE_ATTEMPT"));
    assertEquals(
        "sc://h:15002/;x-workload-id=daily%20etl;x-run-id=r%3B1;x-attempt=2",
        attempt.remote("4.2.0", "sc://h:15002").get("SPARK_REMOTE"));
    assertEquals(
        "sc://h:15002/;use_ssl=true;x-workload-id=daily%20etl;x-run-id=r%3B1;x-attempt=2",
        attempt.remote("4.2.0", "sc://h:15002/;use_ssl=true").get("SPARK_REMOTE"));
    assertEquals(
        List.of("run", "spark:4.2.0", "/opt/s/x"),
        AttemptEnvironment.filled(
            List.of("run", "spark:{version}", "{spark-home}/x"),
            "4.2.0",
            Optional.of(Path.of("/opt/s"))));
  }

  @Test
  void theProgramIsTheSparksOwnWhereItHasOne() throws Exception {
    Path program = Files.createDirectories(folder.resolve("s/bin")).resolve("spark-submit");
    Files.createFile(program);
    assertTrue(program.toFile().setExecutable(true));
    Optional<Path> home = Optional.of(folder.resolve("s"));
    assertEquals(
        List.of(program.toString(), "x"),
        AttemptEnvironment.filled(List.of("spark-submit", "x"), "4.2.0", home));
    assertEquals(List.of("python"), AttemptEnvironment.filled(List.of("python"), "4.2.0", home));
  }
}
