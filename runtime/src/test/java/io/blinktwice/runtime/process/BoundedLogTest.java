package io.blinktwice.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
  private static final long LARGE = 1_000;

  @TempDir private Path folder;

  @Test
  void leavesASmallFileAndNoFileAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("a.log"), "small\n");
    new BoundedLog(file, LARGE).look();
    new BoundedLog(folder.resolve("none.log"), LARGE).look();
    assertEquals("small\n", Files.readString(file));
    assertFalse(Files.exists(BoundedLog.before(file)));
  }

  @Test
  void keepsTheLastFileAndForgetsTheOnesBefore() throws IOException {
    Path file = folder.resolve("a.log");
    for (String part : new String[] {"first", "second"}) {
      Files.writeString(file, (part + "\n").repeat(300));
      new BoundedLog(file, LARGE).look();
      assertEquals(0, Files.size(file));
    }
    assertTrue(Files.readString(BoundedLog.before(file)).startsWith("second\nsecond\n"));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void aChildGoesOnWritingToTheEmptiedFile() throws Exception {
    Path file = folder.resolve("child.log");
    // Writes a burst for each line that it is told, and says when it has.
    Process child =
        new ProcessBuilder(
                "sh",
                "-c",
                "while read -r word; do for i in 1 2 3 4 5 6 7 8 9 10; do"
                    + " printf '%s-%03d-%0200d\\n' \"$word\" $i 0 >&2; done; echo done; done")
            .redirectError(ProcessBuilder.Redirect.appendTo(file.toFile()))
            .start();
    try (BufferedReader said = child.inputReader();
        var told = child.outputWriter()) {
      for (String word : new String[] {"one", "two", "three"}) {
        told.write(word + "\n");
        told.flush();
        assertEquals("done", said.readLine());
        if (!word.equals("three")) {
          new BoundedLog(file, LARGE).look();
          assertEquals(0, Files.size(file));
          assertTrue(Files.readString(BoundedLog.before(file)).startsWith(word + "-001-"));
        }
      }
      child.destroyForcibly();
      assertTrue(child.waitFor(30, TimeUnit.SECONDS));
    }
    // No hole where the emptied part was, and the last line before the kill.
    String last = Files.readString(file);
    assertTrue(last.startsWith("three-001-"), last);
    assertTrue(last.strip().lines().reduce((a, b) -> b).orElse("").startsWith("three-010-"), last);
  }
}
