package io.blinktwice.pinning.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.Environment;
import io.blinktwice.events.EnvironmentState;
import io.blinktwice.runtime.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people register of client environments. */
class EnvironmentFieldsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void keepsWhatIsSaidAndTakesItForSupported() {
    Environment read =
        read(
            "py312-4",
            """
            {"clientApi": "3.5", "runtime": "python-3.12", "dependencies": {"pandas": "2.2"},
             "oldestEngine": "3.5.0", "newestEngine": "4.2.0", "excludedEngines": ["4.0.0"]}
            """);

    assertEquals("3.5.0", read.getOldestEngine());
    assertEquals(List.of("4.0.0"), read.getExcludedEngines());
    assertEquals(EnvironmentState.SUPPORTED, read.getState());
    assertEquals("alice", read.getRegisteredBy());
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    ProblemException refused =
        assertThrows(
            ProblemException.class,
            () ->
                read(
                    "no blanks",
                    """
                    {"oldestEngine": "4.2.0", "newestEngine": "3.5.7", "excludedEngines": ["x"],
                     "state": "old", "colour": "red"}
                    """));

    String said = String.valueOf(refused.getMessage());
    for (String named : List.of("letters", "newer than", "'x'", "'state'", "'colour'")) {
      assertTrue(said.contains(named), said);
    }
  }

  private static Environment read(String version, String body) {
    return EnvironmentFields.read(version, body.getBytes(StandardCharsets.UTF_8), "alice", NOW);
  }
}
