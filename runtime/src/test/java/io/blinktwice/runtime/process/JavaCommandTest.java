package io.blinktwice.runtime.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaCommandTest {
  @Test
  void keepsSecretsOutOfLogs() {
    String said =
        new JavaCommand(
                "spark",
                Path.of("jdk"),
                List.of(),
                List.of(Path.of("a.jar")),
                "Main",
                List.of(),
                Map.of("POOL_SECRET", "open sesame"),
                Path.of("."),
                Path.of("log"))
            .toString();
    assertTrue(said.contains("POOL_SECRET"), said);
    assertFalse(said.contains("sesame"), said);
  }
}
