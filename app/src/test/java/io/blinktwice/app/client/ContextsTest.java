package io.blinktwice.app.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextsTest {
  @TempDir private Path folder;

  @Test
  void theNamedOneBeatsTheCurrentOneAndWithoutAFileThereIsNone() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("contexts.yml"),
            """
            current: home
            contexts:
              home: {api: 'http://127.0.0.1:15080'}
              work: {api: 'https://b.example.com', key-file: ~/key, workspace: etl}
            """);
    Contexts contexts = Contexts.ofUser(Map.of("BLINKTWICE_CONTEXTS", file.toString()));
    assertEquals(Optional.of("http://127.0.0.1:15080"), contexts.find(Optional.empty()).api());
    Contexts.Context work = contexts.find(Optional.of("work"));
    assertEquals(Optional.of("etl"), work.workspace());
    assertTrue(work.keyFile().orElseThrow().isAbsolute());
    assertEquals(
        Contexts.Context.NONE,
        Contexts.ofUser(Map.of("HOME", folder.toString())).find(Optional.empty()));
  }

  @Test
  void whatCannotBeUsedIsSaidWithTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("contexts.yml"), "current: home\n");
    Contexts contexts = Contexts.read(file);
    IllegalArgumentException missing =
        assertThrows(IllegalArgumentException.class, () -> contexts.find(Optional.of("elsewhere")));
    assertTrue(String.valueOf(missing.getMessage()).contains("elsewhere"));
    Path broken = Files.writeString(folder.resolve("broken.yml"), "- 'a\n");
    assertThrows(IllegalArgumentException.class, () -> Contexts.read(broken));
  }
}
