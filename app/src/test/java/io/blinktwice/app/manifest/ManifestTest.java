package io.blinktwice.app.manifest;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.Yaml;

class ManifestTest {
  private static final Manifest.Layout PRODUCTION = new Manifest.Layout("blinktwice", 24, 3);
  private static final Path DEPLOYED = Path.of("..", "deploy", "kafka");
  static final List<String> forms = Manifest.FORMS;

  @ParameterizedTest
  @FieldSource("forms")
  void whatIsInTheDeployFolderIsWhatTheCatalogueSays(String form) throws IOException {
    Path folder = DEPLOYED.resolve(form);
    for (Map.Entry<String, String> file : Manifest.of(form, "kafka").files(PRODUCTION).entrySet()) {
      Path golden = folder.resolve(file.getKey());
      if (Boolean.getBoolean("golden.accept")) {
        Files.createDirectories(folder);
        Files.writeString(golden, file.getValue());
      }
      assertEquals(
          Files.readString(golden),
          file.getValue(),
          golden + " has drifted; write it with -Dgolden.accept=true");
    }
  }

  @Test
  void strimzisResourcesAreYamlWithAllTopics() {
    Map<String, String> files = Manifest.of("strimzi", "kafka").files(PRODUCTION);
    Set<String> topics =
        documents(requireNonNull(files.get("topics.yaml"))).stream()
            .map(topic -> (Map<?, ?>) requireNonNull(topic.get("spec")))
            .map(spec -> String.valueOf(spec.get("topicName")))
            .collect(Collectors.toSet());
    assertEquals(
        Topics.ALL.stream().map(topic -> topic.on("blinktwice")).collect(Collectors.toSet()),
        topics);
    assertEquals(
        Principal.values().length, documents(requireNonNull(files.get("users.yaml"))).size());
  }

  private static List<Map<?, ?>> documents(String yaml) {
    List<Map<?, ?>> documents = new ArrayList<>();
    new Yaml().loadAll(new StringReader(yaml)).forEach(one -> documents.add((Map<?, ?>) one));
    return documents;
  }

  @Test
  void everyTopicHasWhoWritesAndWhoReadsIt() {
    Map<Principal, List<Grant>> grants = Grant.all("p");
    for (Topic<?> topic : Topics.ALL) {
      for (String operation : List.of("Write", "Read")) {
        assertTrue(
            grants.values().stream()
                .flatMap(List::stream)
                .anyMatch(
                    grant ->
                        grant.name().equals(topic.on("p"))
                            && grant.operations().contains(operation)),
            topic.name() + ": nobody may " + operation);
      }
    }
  }

  /** Every server reads them for its lists, streams of events and figures. */
  @Test
  void everyServerMayReadWhatItsEndpointsShow() {
    List<Topic<?>> shown =
        List.of(
            Topics.RUN_VERDICTS,
            Topics.PINS,
            Topics.TICKETS,
            Topics.DEAD_LETTERS,
            Topics.AUDIT,
            Topics.CLUSTER_LIFECYCLE);
    for (Principal principal : Principal.in("api")) {
      for (Topic<?> topic : shown) {
        assertTrue(
            may(principal, Grant.Kind.TOPIC, topic.on("p"), "Read"),
            principal.word() + " may not read " + topic.name());
      }
    }
  }

  @Test
  void whoTellsReceiversOfTicketsMayRememberHowFarItIs() {
    assertTrue(may(Principal.PINNING, Grant.Kind.GROUP, "p.webhook.oncall", "Read"));
  }

  private static boolean may(Principal principal, Grant.Kind kind, String name, String operation) {
    return requireNonNull(Grant.all("p").get(principal)).stream()
        .anyMatch(
            grant ->
                grant.kind() == kind
                    && (grant.prefixed()
                        ? name.startsWith(grant.name())
                        : name.equals(grant.name()))
                    && grant.operations().contains(operation));
  }

  @Test
  void nobodyOutsideMayWriteMoreThanRunEvents() {
    Grant.all("p")
        .forEach(
            (principal, grants) -> {
              if (!principal.isRole()) {
                grants.stream()
                    .filter(grant -> grant.operations().contains("Write"))
                    .forEach(grant -> assertEquals("p.run-events", grant.name(), principal.word()));
              }
            });
  }

  @Test
  void aWordOfTheCatalogueThatMeansNobodyIsAFault() {
    assertThrows(IllegalArgumentException.class, () -> Principal.in("router, somebody"));
  }

  @Test
  void whatKafkaWouldRefuseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Manifest.Layout("a b", 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Manifest.Layout("a", 0, 1));
    assertThrows(IllegalArgumentException.class, () -> Manifest.of("ansible", "kafka"));
  }
}
