package io.blinktwice.runtime.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache, with a shell script in Maven's place; the real one is in {@code *IT}. */
class PinnedArtifactsTest {
  private static final String HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  a.jar\n";
  private static final String WRITES_HELLO =
      "echo '[INFO] Downloaded from central: https://repository/a.jar (5 B at 1 kB/s)'\n"
          + "printf hello > \"$folder/a.jar\"\n";

  @TempDir Path temp = Path.of("set by JUnit");
  private final List<Progress.Step> steps = new ArrayList<>();
  private Path calls = temp;
  private PinnedPom pinned = new PinnedPom("things", temp);

  @BeforeEach
  void pin() throws IOException {
    calls = temp.resolve("calls");
    Files.createFile(calls);
    pinned = new PinnedPom("things", Files.createDirectory(temp.resolve("pin")));
    Files.writeString(pinned.pom(), "<project/>");
    Files.writeString(pinned.checksumFile(), HELLO);
  }

  @Test
  void fetchesOnceAndThenNeverAsksMavenAgain() throws Exception {
    PinnedArtifacts artifacts = mavenThat(WRITES_HELLO);
    Path folder = artifacts.fetch(pinned, steps::add);
    assertEquals("hello", Files.readString(folder.resolve("a.jar")));
    assertEquals(folder, artifacts.fetch(pinned, steps::add));
    assertEquals(1, runsOfMaven());
    assertEquals(List.of(folder.getFileName().toString(), "things.lock"), cacheEntries());
  }

  @Test
  void saysHowFarItIs() throws Exception {
    mavenThat(WRITES_HELLO).fetch(pinned, steps::add);
    assertEquals(
        List.of(
            new Progress.Step("things", 0, 1, 0, "asking Maven"),
            new Progress.Step("things", 1, 1, 5, "fetched a.jar"),
            new Progress.Step("things", 1, 1, 5, "verified")),
        steps);
  }

  @Test
  void aChangedPinIsAnotherFolder() throws Exception {
    PinnedArtifacts artifacts = mavenThat(WRITES_HELLO);
    Path before = artifacts.fetch(pinned, Progress.SILENT);
    Files.writeString(pinned.pom(), "<project><!-- changed --></project>");
    assertNotEquals(before, artifacts.fetch(pinned, Progress.SILENT));
    assertTrue(Files.isDirectory(before));
  }

  @Test
  void namesAFileThatIsMissing() throws Exception {
    assertRefused(mavenThat("true"), "a.jar is missing", "renew");
  }

  @Test
  void namesAFileThatShouldNotBeThere() throws Exception {
    assertRefused(mavenThat(WRITES_HELLO + "touch \"$folder/b.jar\""), "b.jar is not in", "renew");
  }

  @Test
  void namesAFileThatIsDifferent() throws Exception {
    assertRefused(
        mavenThat("printf other > \"$folder/a.jar\""), "a.jar has the checksum", "delete that");
  }

  @Test
  void withoutANetworkItSaysSoOnceInOneSentence() throws Exception {
    assertRefused(
        mavenThat("echo '[ERROR] Could not transfer artifact a from central: refused'; exit 1"),
        "things could not be fetched; with a network, run the same command again"
            + " (Maven: Could not transfer artifact a from central: refused)");
    assertEquals(2, runsOfMaven());
  }

  @Test
  void whatMavenHasOnTheMachineServesWithoutANetwork() throws Exception {
    PinnedArtifacts artifacts =
        mavenThat(
            "case \"$*\" in *--offline*) printf hello > \"$folder/a.jar\";; *) exit 1;; esac");
    assertTrue(Files.isRegularFile(artifacts.fetch(pinned, steps::add).resolve("a.jar")));
  }

  @Test
  void removesWhatAnInterruptedFetchLeft() throws Exception {
    Path cache = Files.createDirectory(temp.resolve("cache"));
    Path leftover = cache.resolve("things-0123456789abcdef.fetching-1");
    Files.createDirectory(leftover);
    Files.writeString(leftover.resolve("a.jar"), "hal");
    Path neighbour = Files.createDirectory(cache.resolve("things-2-0123456789abcdef.fetching-1"));
    mavenThat(WRITES_HELLO).fetch(pinned, Progress.SILENT);
    assertFalse(Files.exists(leftover));
    assertTrue(Files.exists(neighbour));
  }

  @Test
  void twoAtOnceFetchOnce() throws Exception {
    PinnedArtifacts artifacts = mavenThat(WRITES_HELLO);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> fetches =
          Stream.generate(() -> threads.submit(() -> artifacts.fetch(pinned, Progress.SILENT)))
              .limit(4)
              .toList();
      for (Future<Path> fetch : fetches) {
        assertTrue(Files.isRegularFile(fetch.get().resolve("a.jar")));
      }
    }
    assertEquals(1, runsOfMaven());
  }

  @Test
  void aCacheChangedByHandIsNamedAndLeftAlone() throws Exception {
    PinnedArtifacts artifacts = mavenThat(WRITES_HELLO);
    Path folder = artifacts.fetch(pinned, Progress.SILENT);
    Files.delete(folder.resolve("a.jar"));
    ArtifactsUnavailable refusal =
        assertThrows(ArtifactsUnavailable.class, () -> artifacts.fetch(pinned, Progress.SILENT));
    assertTrue(String.valueOf(refusal.getMessage()).contains("delete the folder " + folder));
  }

  @Test
  void aLineThatIsNoChecksumIsRefused() throws Exception {
    Files.writeString(pinned.checksumFile(), "2cf2  ../a.jar\n");
    assertRefused(mavenThat(WRITES_HELLO), "no checksum and file name");
  }

  @Test
  void theCacheIsWhereTheUserSays() {
    Path home = Path.of("/home/ann");
    assertEquals(
        Path.of("/c"),
        PinnedArtifacts.defaultCache(
            Map.of("BLINKTWICE_CACHE", "/c", "XDG_CACHE_HOME", "/x"), home));
    assertEquals(
        Path.of("/x/blinktwice"),
        PinnedArtifacts.defaultCache(Map.of("XDG_CACHE_HOME", "/x"), home));
    assertEquals(
        Path.of("/home/ann/.cache/blinktwice"), PinnedArtifacts.defaultCache(Map.of(), home));
  }

  private void assertRefused(PinnedArtifacts artifacts, String... words) throws IOException {
    ArtifactsUnavailable refusal =
        assertThrows(ArtifactsUnavailable.class, () -> artifacts.fetch(pinned, Progress.SILENT));
    for (String word : words) {
      assertTrue(String.valueOf(refusal.getMessage()).contains(word), refusal.getMessage());
    }
    assertEquals(List.of("things.lock"), cacheEntries());
  }

  private PinnedArtifacts mavenThat(String does) throws IOException {
    Path script = temp.resolve("mvnw");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo "$*" >> '%s'
        for argument in "$@"; do folder="${argument#-DoutputDirectory=}"; done
        %s
        """
            .formatted(calls, does));
    assertTrue(script.toFile().setExecutable(true));
    return new PinnedArtifacts(
        new PinnedArtifacts.Maven(script, temp.resolve("settings.xml")), temp.resolve("cache"));
  }

  private int runsOfMaven() throws IOException {
    return Files.readAllLines(calls).size();
  }

  private List<String> cacheEntries() throws IOException {
    try (Stream<Path> entries = Files.list(temp.resolve("cache"))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
