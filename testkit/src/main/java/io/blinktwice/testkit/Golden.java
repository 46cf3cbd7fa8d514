package io.blinktwice.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a text with the accepted copy in the repository. {@code -Dgolden.accept=true} writes the
 * new text instead, for a person to review in the diff.
 */
public final class Golden {
  private Golden() {}

  /** The file lies below the module's {@code src/test/golden}. */
  public static void matches(String file, String actual) {
    compare(Path.of("src", "test", "golden", file), actual);
  }

  /** A document for people, written from the code: the path starts at the repository's root. */
  public static void inRepository(String path, String actual) {
    compare(root().resolve(path), actual);
  }

  /** The folder with the launcher in it, from whichever module a test runs. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("this test runs outside the repository");
      }
    }
    return folder;
  }

  private static void compare(Path accepted, String actual) {
    try {
      if (Boolean.getBoolean("golden.accept")) {
        Files.createDirectories(accepted.toAbsolutePath().getParent());
        Files.writeString(accepted, actual);
      } else if (!Files.exists(accepted)) {
        fail("no accepted copy " + accepted + "; write it with -Dgolden.accept=true");
      }
      assertEquals(Files.readString(accepted), actual, accepted + " has drifted");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
