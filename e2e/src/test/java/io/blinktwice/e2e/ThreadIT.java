package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.app.demo.Audience;
import io.blinktwice.app.demo.Demo;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.events.DeadLetter;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.runtime.artifact.Progress;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo's three steps and its crash, on real clients, real servers and real Kafka, in an
 * installation whose every topic has been vandalised before.
 */
class ThreadIT {
  private static final long SEED = 20_261_120;

  @Test
  void jobsThatBlinkTwiceAreSavedAndPinnedWhateverElseIsInTheTopics(@TempDir Path folder)
      throws Exception {
    try (KafkaUnderTest tested = KafkaUnderTest.start()) {
      play(
          Workshop.plan(folder, tested.backbone(), Workshop.STABLE, Workshop.RELEASE)
              .with(Demo.SERVERS));
    }
  }

  private static void play(InstallationPlan plan) throws Exception {
    try (Installation installation =
        new Installation(plan, happening -> System.out.println(happening))) {
      installation.start();
      KafkaConnection kafka = installation.addresses().kafka();
      Set<String> due = new Vandal(kafka, SEED).writeEverywhere();
      assertTrue(due.size() >= 4 * 9, "too little was vandalised: " + due.size());
      Demo.Script script = Demo.Script.builtIn(Demo.PythonJob.IF_POSSIBLE);
      new Demo(plan, installation, script, new Printed()).play(Progress.SILENT);
      Api api = new Api(installation.addresses().http());
      assertTheTicketHasTheServersLog(api);
      assertEveryLetterArrived(kafka, due);
      assertTheServersSaidWhatTheyDid(kafka, api);
      aReleaseHasServersOfItsOwnUntilTheyAreDrained(api);
      assertNoServerMissedAClass(plan.folder().logs());
    }
  }

  /** The pool's collector found it, redacted and bounded, in the log of a real server. */
  private static void assertTheTicketHasTheServersLog(Api api) throws Exception {
    Api.Answer tickets =
        api.await("/v1/tickets", answer -> answer.body().toString().contains("SERVER_LOG"));
    for (JsonNode ticket : tickets.body().path("tickets")) {
      assertTrue(ticket.path("members").asInt() >= 1, ticket.toString());
      for (JsonNode attachment : ticket.path("attachments")) {
        Api.Answer whole =
            api.get(
                "/v1/tickets/%s/attachments/%s"
                    .formatted(ticket.path("ticket").asText(), attachment.path("id").asText()));
        assertEquals(200, whole.status());
        assertFalse(whole.body().path("content").asText().isBlank(), attachment.toString());
      }
    }
  }

  /** Figures of operations, and the load of each server, from inside the servers. */
  private static void assertTheServersSaidWhatTheyDid(KafkaConnection kafka, Api api) {
    Set<String> versions = ConcurrentHashMap.newKeySet();
    try (TopicView<OperationMetrics> view =
        TopicView.follow(
            kafka,
            Topics.OPERATION_METRICS,
            "e2e",
            seen -> {
              OperationMetrics said = seen.value();
              if (said != null && said.getMeasured().getComplete()) {
                versions.add(said.getEngineVersion());
              }
            })) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> view.isCaughtUp() && versions.size() >= 2);
    }
    assertTrue(
        versions.containsAll(Set.of(Workshop.STABLE.value(), Workshop.RELEASE.value())),
        versions.toString());
    // The demo ends with the release drained, its fix in its place.
    Set<String> wanted = Set.of(Workshop.STABLE.value(), Workshop.RELEASE.value() + "-fix1");
    api.await(
        "/v1/clusters",
        answer ->
            wanted.stream()
                .allMatch(
                    version ->
                        of(version, "ready", answer)
                            .anyMatch(ready -> ready.path("load").path("measuredAt").isTextual())));
  }

  private static Stream<JsonNode> of(String version, String state, Api.Answer clusters) {
    return StreamSupport.stream(clusters.body().path("clusters").spliterator(), false)
        .filter(cluster -> cluster.path("version").asText().equals(version))
        .filter(cluster -> cluster.path("state").asText().equals(state));
  }

  /** The demo left two of them: the one that its fix began with, and a large one. */
  private static void aReleaseHasServersOfItsOwnUntilTheyAreDrained(Api api) throws Exception {
    String fix = Workshop.RELEASE.value() + "-fix1";
    assertEquals(
        422,
        api.call("PUT", "/v1/releases/" + fix, "{\"sparkConf\": {\"spark.master\": \"yarn\"}}")
            .status());
    Api.Answer found = api.await("/v1/clusters", answer -> of(fix, "ready", answer).count() == 2);
    JsonNode cluster =
        of(fix, "ready", found)
            .filter(each -> each.path("size").asText().equals("medium"))
            .findFirst()
            .orElseThrow();
    String id = cluster.path("cluster").asText();
    String drain = "{\"cluster\": \"%s\"}".formatted(id);
    assertEquals(202, api.call("POST", "/v1/clusters/drain", drain).status());
    Api.Answer gone =
        api.await(
            "/v1/clusters",
            answer ->
                of(fix, "gone", answer).anyMatch(each -> each.path("cluster").asText().equals(id)));
    JsonNode end =
        of(fix, "gone", gone)
            .filter(each -> each.path("cluster").asText().equals(id))
            .findFirst()
            .orElseThrow();
    assertEquals("drained: nothing ran on it any more", end.path("detail").asText());
  }

  /** Spark 4.2 fails every release of a session when a class of spark-mllib is missing. */
  private static void assertNoServerMissedAClass(Path logs) throws IOException {
    try (Stream<Path> files = Files.walk(logs).filter(Files::isRegularFile)) {
      for (Path log : files.toList()) {
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("NoClassDefFoundError"), log + " speaks of a missing class");
      }
    }
  }

  private static final class Printed implements Audience {
    @Override
    public void chapter(String title) {
      System.out.println("== " + title);
    }

    @Override
    public void line(String sentence) {
      System.out.println(sentence);
    }
  }

  private static void assertEveryLetterArrived(KafkaConnection kafka, Set<String> due) {
    Set<String> arrived = ConcurrentHashMap.newKeySet();
    try (TopicView<DeadLetter> letters =
        TopicView.follow(
            kafka,
            Topics.DEAD_LETTERS,
            "e2e",
            seen -> {
              DeadLetter letter = seen.value();
              if (letter != null) {
                arrived.add(
                    "dead-%s-%d@%d"
                        .formatted(letter.getTopic(), letter.getPartition(), letter.getOffset()));
              }
            })) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertEquals(Set.of(), missing(due, arrived)));
    }
  }

  private static Set<String> missing(Set<String> due, Set<String> arrived) {
    Set<String> missing = new HashSet<>(due);
    missing.removeAll(arrived);
    return missing;
  }
}
