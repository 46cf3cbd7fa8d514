package io.blinktwice.runtime.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MavenOutputTest {
  @ParameterizedTest
  @CsvSource({"7 B, 7", "208 kB, 208000", "7.5 kB, 7500", "1.2 MB, 1200000", "1.5 GB, 1500000000"})
  void readsWhatWasDownloaded(String size, long bytes) {
    String line =
        "[INFO] Downloaded from central: https://repository/a/b/b-1.jar (" + size + " at 16 MB/s)";
    assertEquals(
        Optional.of(new MavenOutput.Download("b-1.jar", bytes)), MavenOutput.download(line));
  }

  @Test
  void otherLinesAreNoDownloads() {
    for (String line :
        List.of("", "[INFO] Downloading from central: https://repository/b-1.jar", "[INFO] B")) {
      assertEquals(Optional.empty(), MavenOutput.download(line));
    }
  }

  @Test
  void prefersTheLineThatNamesTheArtifact() {
    assertEquals(
        "Could not find artifact a:b:jar:9 in central (https://repository)",
        MavenOutput.mostTelling(
            List.of(
                "[ERROR] Failed to execute goal on project t: Could not resolve dependencies",
                "[ERROR] \tCould not find artifact a:b:jar:9 in central (https://repository)",
                "[ERROR] -> [Help 1]")));
  }

  @Test
  void tellsAMissingNetworkFromAMissingArtifact() {
    assertTrue(
        MavenOutput.saysNetwork(
            List.of("[ERROR] Could not transfer artifact a:b:pom:9 from/to central: refused")));
    assertFalse(
        MavenOutput.saysNetwork(List.of("[ERROR] Could not find artifact a:b:jar:9 in central")));
  }
}
