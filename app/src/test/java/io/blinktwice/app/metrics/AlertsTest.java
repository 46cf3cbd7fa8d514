package io.blinktwice.app.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Alerts, the metrics that they ask for and the runbooks that they lead to belong together. */
class AlertsTest {
  private static final Path RULES = Golden.root().resolve("deploy/alerts/blinktwice.rules.yml");
  private static final Path RUNBOOKS = Golden.root().resolve("docs/runbooks");

  private static final Pattern LINK = Pattern.compile("\\]\\(([A-Za-z]+\\.md)\\)");
  private static final Set<String> PROGRAMS = Set.of("curl", "grep", "tail", "df", "du");
  private static final List<String> SECTIONS =
      List.of("**Meaning.**", "**Impact.**", "**First look**", "**Cure.**", "**Confirm.**");

  private record Alert(String name, String expression, String runbook) {}

  @Test
  void alertsAskOnlyForWhatIsMeasured() throws IOException {
    for (Alert alert : alerts()) {
      PromQl expression = new PromQl(alert.expression());
      assertEquals(List.of(), expression.problems(), alert.name());
      assertFalse(expression.asked().isEmpty(), alert.name());
    }
  }

  @Test
  void everyAlertHasItsRunbookAndEveryRunbookItsAlert() throws IOException {
    Set<String> alerts = new TreeSet<>();
    for (Alert alert : alerts()) {
      assertTrue(alerts.add(alert.name()), alert.name() + " is there twice");
      assertEquals("docs/runbooks/" + alert.name() + ".md", alert.runbook());
    }
    assertEquals(alerts, runbooks().keySet());
    String index = Files.readString(RUNBOOKS.resolve("README.md"));
    alerts.forEach(alert -> assertTrue(index.contains("(" + alert + ".md)"), alert));
  }

  @Test
  void runbooksAreWholeAndLeadSomewhere() throws IOException {
    for (Map.Entry<String, String> runbook : runbooks().entrySet()) {
      SECTIONS.forEach(
          section -> assertTrue(runbook.getValue().contains(section), runbook.getKey() + section));
      Matcher link = LINK.matcher(runbook.getValue());
      while (link.find()) {
        assertTrue(Files.exists(RUNBOOKS.resolve(link.group(1))), runbook.getKey());
      }
      for (String name : new PromQl(runbook.getValue()).asked()) {
        assertTrue(
            PromQl.measured(name).isPresent() || PromQl.isBeginning(name),
            runbook.getKey() + " speaks of " + name);
      }
    }
  }

  @Test
  void theCommandsOfRunbooksExist() throws IOException {
    String launcher = Files.readString(Golden.root().resolve("blinktwice"));
    for (Map.Entry<String, String> runbook : runbooks().entrySet()) {
      String block = runbook.getValue().split("```sh\n")[1].split("```")[0];
      assertFalse(block.isBlank(), runbook.getKey());
      for (String line : block.lines().toList()) {
        String[] words = line.split(" ");
        assertTrue(
            words[0].equals("./blinktwice")
                ? launcher.contains("\n  ./blinktwice " + words[1] + " ")
                : PROGRAMS.contains(words[0]),
            runbook.getKey() + ": " + line);
      }
    }
  }

  private static List<Alert> alerts() throws IOException {
    try (InputStream text = Files.newInputStream(RULES)) {
      JsonNode file = new ObjectMapper().valueToTree(new Yaml().<Object>load(text));
      List<Alert> alerts = new ArrayList<>();
      for (JsonNode rule : file.path("groups").path(0).path("rules")) {
        alerts.add(
            new Alert(
                rule.path("alert").asText(),
                rule.path("expr").asText(),
                rule.path("annotations").path("runbook").asText()));
      }
      assertFalse(alerts.isEmpty());
      return alerts;
    }
  }

  private static Map<String, String> runbooks() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(RUNBOOKS)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("README.md")) {
          found.put(name.substring(0, name.length() - ".md".length()), Files.readString(file));
        }
      }
    }
    return found;
  }
}
