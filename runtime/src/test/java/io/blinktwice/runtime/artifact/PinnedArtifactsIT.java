package io.blinktwice.runtime.artifact;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache with the real Maven, and an artifact that this build itself needs. */
class PinnedArtifactsIT {
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>io.blinktwice.pinned</groupId>
        <artifactId>small</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
        <dependencies>
          <dependency>
            <groupId>org.jspecify</groupId>
            <artifactId>jspecify</artifactId>
            <version>1.0.1</version>
          </dependency>
        </dependencies>
        <build>
          <plugins>
            <plugin>
              <artifactId>maven-dependency-plugin</artifactId>
              <version>3.8.1</version>
            </plugin>
          </plugins>
        </build>
      </project>
      """;
  private static final String CHECKSUMS =
      "070d75f261fe4c5b8202508366715f7f2d4660f88c8ef7e6d3575e48c9683b66  jspecify-1.0.1.jar\n";

  @Test
  void theRealMavenFillsTheCache(@TempDir Path temp) throws Exception {
    PinnedPom pinned = new PinnedPom("small", temp);
    Files.writeString(pinned.pom(), POM);
    Files.writeString(pinned.checksumFile(), CHECKSUMS);
    Path settings = Files.writeString(temp.resolve("settings.xml"), "<settings/>");
    var maven = new PinnedArtifacts.Maven(Path.of("../mvnw"), settings);

    Path folder = new PinnedArtifacts(maven, temp.resolve("cache")).fetch(pinned, step -> {});

    assertTrue(Files.isRegularFile(folder.resolve("jspecify-1.0.1.jar")));
  }
}
