package io.blinktwice.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.server.ServerSettings.Options;
import io.blinktwice.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private static final Pattern LITERAL = Pattern.compile("\"(blinktwice\\.[a-z0-9.-]+)[.\"]");

  /** Names under our prefix that nobody sets: they tie parts of the program together. */
  private static final Set<String> NOT_SET_BY_PEOPLE =
      Set.of(
          "blinktwice.caller",
          "blinktwice.change",
          "blinktwice.connection",
          "blinktwice.role",
          "blinktwice.home",
          "blinktwice.request-began",
          "blinktwice.request-id",
          "blinktwice.schema.memory");

  @TempDir private Path folder;

  @Test
  void theReferenceIsWrittenFromTheCode() {
    Golden.inRepository("docs/configuration.md", reference());
  }

  @Test
  void everyKeySaysWhatItIsFor() {
    for (ConfigurationKey key : ConfigurationKey.all()) {
      assertFalse(key.meaning().isBlank(), key.name());
      assertFalse(key.type().isBlank(), key.name());
    }
  }

  @Test
  void everyKeyThatCodeReadsIsInTheReference() throws IOException {
    Set<String> known =
        ConfigurationKey.all().stream().map(ConfigurationKey::name).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (String read : namesInSources()) {
      if (known.stream().noneMatch(key -> key.equals(read) || key.startsWith(read + "."))
          && !NOT_SET_BY_PEOPLE.contains(read)) {
        missing.add(read);
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void namesEachMisspeltKeyAndTheOneThatWasMeant() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("b.yml"),
            """
            blinktwice:
              pinning:
                clean-run: 4
                maxAttempts: 2
              kafka:
                client:
                  ssl.truststore.location: somewhere
            """);
    var refused =
        assertThrows(
            ConfigurationProblems.Unusable.class,
            () -> Server.start(settings(file, Map.of("blinktwice.topic-prefx", "x"))));
    assertEquals(
        """
        the configuration cannot be used:
          blinktwice.pinning.clean-run is no setting; the nearest is blinktwice.pinning.clean-runs
          blinktwice.topic-prefx is no setting; the nearest is blinktwice.topic-prefix"""
            .strip(),
        refused.getMessage());
  }

  @Test
  void tellsTheProblemsOfAllRecordsTogether() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.yml"),
            """
            blinktwice:
              instance: "no blanks here"
              pinning: {clean-runs: 0, max-attempts: 0}
              router: {port: 70000, fallback-version: 4.2.0}
            """);
    var refused =
        assertThrows(
            ConfigurationProblems.Unusable.class, () -> Server.start(settings(file, Map.of())));
    String message = String.valueOf(refused.getMessage());
    for (String part :
        List.of(
            "blinktwice.instance holds letters",
            "blinktwice.pinning: clean-runs must be at least 1; max-attempts must be at least 1",
            "port must lie between 0 and 65535, not 70000")) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void refusesALogFormatThatIsNone() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Server.start(settings(null, Map.of("blinktwice.log.format", "xml"))));
    assertEquals("blinktwice.log.format is text or json, not 'xml'", refused.getMessage());
  }

  private static ServerSettings settings(
      @org.jspecify.annotations.Nullable Path file, Map<String, String> others) {
    return new ServerSettings(
        EnumSet.allOf(Role.class),
        Optional.ofNullable(file),
        new Options(
            Optional.of("127.0.0.1:1"),
            Optional.empty(),
            Optional.of(0),
            Optional.empty(),
            Optional.empty(),
            others));
  }

  private static Set<String> namesInSources() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Golden.root(), 12)) {
      for (Path file :
          files
              .filter(path -> path.toString().contains("/src/main/java/"))
              .filter(path -> path.toString().endsWith(".java"))
              .toList()) {
        Matcher found = LITERAL.matcher(Files.readString(file));
        while (found.find()) {
          names.add(found.group(1).replaceFirst("[.]$", ""));
        }
      }
    }
    assertTrue(names.contains("blinktwice.registry.url"), names.toString());
    return names;
  }

  private static String reference() {
    return """
    # Configuration

    Written from the code; a test fails when it drifts. One YAML file (`blinktwice server --config FILE`); the
    environment overrides it, the command line (`--set KEY=VALUE` and the options) overrides both. A key under
    `blinktwice` that is not listed here is refused at start, in the file and in `--set`; the environment is
    not checked. All that is wrong is said at once.

    Levels of the log are system properties: `-Dblinktwice.log.level` for ours (INFO), `-Dblinktwice.log.libraries`
    for the rest (WARN).

    | key | type | default | meaning | environment |
    |---|---|---|---|---|
    """
        + ConfigurationKey.all().stream()
            .map(ConfigurationTest::line)
            .collect(Collectors.joining());
  }

  private static String line(ConfigurationKey key) {
    return "| `%s` | %s | %s | %s | `%s` |\n"
        .formatted(
            key.open() ? key.name() + ".*" : key.name(),
            key.type(),
            key.byDefault().isEmpty() ? "" : "`" + key.byDefault() + "`",
            key.meaning(),
            key.open() ? key.variable() + "_…" : key.variable());
  }
}
