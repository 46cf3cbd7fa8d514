package io.blinktwice.runtime.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir private Path temp;

  @Test
  void refusesASecondHolderAndNamesTheFirst() {
    Path folder = temp.resolve("not").resolve("there");
    try (StateFolder first = StateFolder.take(folder)) {
      StateFolder.Unusable refusal =
          assertThrows(StateFolder.Unusable.class, () -> StateFolder.take(folder));
      String sentence = String.valueOf(refusal.getMessage());
      assertTrue(sentence.contains("in use by process " + ProcessHandle.current().pid()), sentence);
      assertTrue(sentence.contains("--state"), sentence);
    }
    StateFolder.take(folder).close();
  }

  @Test
  void saysWhatKeepsItFromWriting() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    StateFolder.Unusable refusal =
        assertThrows(StateFolder.Unusable.class, () -> StateFolder.take(file));
    assertTrue(String.valueOf(refusal.getMessage()).contains("it is a file"));
  }

  @Test
  void leavesNothingBehindOfATrial() throws Exception {
    assertEquals(Optional.empty(), StateFolder.trouble(temp));
    try (var files = Files.list(temp)) {
      assertEquals(0, files.count());
    }
    assertTrue(StateFolder.trouble(temp.resolve("gone")).isPresent());
  }
}
