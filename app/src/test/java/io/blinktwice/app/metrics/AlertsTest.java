package io.blinktwice.app.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Alerts, the metrics that they ask for and the runbooks that they lead to belong together. */
class AlertsTest {
  private static final Path RULES = Golden.root().resolve("deploy/alerts/blinktwice.rules.yml");
  private static final Path RUNBOOKS = Golden.root().resolve("docs/runbooks");

  /** A metric, and the matchers after it. */
  private static final Pattern ASKED = Pattern.compile("(blinktwice_[a-z_]+)(?:\\{([^}]*)})?");

  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)!?=\"([^\"]*)\"");
  private static final Pattern GROUPED = Pattern.compile("(?:by|ignoring) ?\\(([^)]*)\\)");
  private static final Pattern RATE = Pattern.compile("(?:rate|increase)\\((blinktwice_[a-z_]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([A-Za-z]+\\.md)\\)");
  private static final Set<String> PROGRAMS = Set.of("curl", "grep", "tail", "df", "du");
  private static final List<String> SECTIONS =
      List.of("**Meaning.**", "**Impact.**", "**First look**", "**Cure.**", "**Confirm.**");

  private static final Map<String, Meter> CATALOGUE =
      EveryMetric.all().stream().collect(Collectors.toMap(Meter::name, Function.identity()));

  private record Alert(String name, String expression, String runbook) {}

  @Test
  void alertsAskOnlyForWhatIsMeasured() throws IOException {
    for (Alert alert : alerts()) {
      Set<String> labels = new TreeSet<>(Set.of("le", "instance"));
      Matcher asked = ASKED.matcher(alert.expression());
      int metrics = 0;
      while (asked.find()) {
        metrics++;
        String name = asked.group(1);
        Meter meter = measured(name).orElseThrow(() -> new AssertionError(alert + ": " + name));
        meter.labels().forEach(label -> labels.add(label.name()));
        assertCanMatch(alert, meter, Optional.ofNullable(asked.group(2)).orElse(""));
      }
      assertTrue(metrics > 0, alert.name());
      Matcher grouped = GROUPED.matcher(alert.expression());
      while (grouped.find()) {
        assertTrue(labels.containsAll(List.of(grouped.group(1).split(", ?"))), alert.name());
      }
    }
  }

  /** A histogram is asked for by the series that it is written as. */
  private static Optional<Meter> measured(String asked) {
    Meter plain = CATALOGUE.get(asked);
    if (plain != null && plain.kind() != Meter.Kind.HISTOGRAM) {
      return Optional.of(plain);
    }
    return Optional.ofNullable(CATALOGUE.get(asked.replaceFirst("_(bucket|sum|count)$", "")))
        .filter(meter -> meter.kind() == Meter.Kind.HISTOGRAM && plain == null);
  }

  private static void assertCanMatch(Alert alert, Meter meter, String matchers) {
    Matcher matcher = MATCHER.matcher(matchers);
    while (matcher.find()) {
      String name = matcher.group(1);
      Label label =
          meter.labels().stream()
              .filter(candidate -> candidate.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new AssertionError(alert.name() + " matches by " + name));
      if (label instanceof Label.OneOf known) {
        assertTrue(known.values().contains(matcher.group(2)), alert.name() + ": " + matchers);
      }
    }
  }

  @Test
  void ratesAreAskedOfWhatOnlyGrows() throws IOException {
    for (Alert alert : alerts()) {
      Matcher rate = RATE.matcher(alert.expression());
      while (rate.find()) {
        Meter meter = measured(rate.group(1)).orElseThrow();
        assertTrue(meter.kind() != Meter.Kind.GAUGE, alert.name());
      }
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
      Matcher named = ASKED.matcher(runbook.getValue());
      while (named.find()) {
        String name = named.group(1);
        assertTrue(
            measured(name).isPresent()
                || CATALOGUE.keySet().stream().anyMatch(known -> known.startsWith(name)),
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
