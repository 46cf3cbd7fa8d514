package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a job that blinks to whoever is told of its ticket, on real processes. */
class WebhooksIT {
  private static final String SECRET = "not-a-secret-but-long";
  private static final String HOOKS = "blinktwice.webhooks.";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void eachChangeOfATicketIsToldOnceSignedAndAgainAfterFailures() throws Exception {
    try (Receiver receiver = new Receiver(SECRET);
        Installation backbone =
            new Installation(
                Workshop.plan(folder.resolve("b"), new Backbone.Embedded(), Workshop.STABLE),
                System.out::println)) {
      backbone.startBackboneOnly();
      try (Instance instance =
          Instance.start("one", folder.resolve("1"), backbone.addresses(), kind(receiver))) {
        instance.ready();
        Api api = new Api(instance.http());
        RolledOut.rollOut(api);
        String ticket = ticketOf(api, backbone.addresses().kafka());
        awaitHeard(receiver, 1);
        assertEquals("open", receiver.heard().getFirst().body().path("state").asText());
        changed(api, ticket + "/comment", "{\"text\": \"seen\"}");
        awaitHeard(receiver, 2);
        unreadableNewsIsSetAside(api, backbone.addresses().kafka());
        backbone.broker().kill();
        backbone.broker().awaitReady(PATIENCE);
        changedOnceKafkaAnswers(api, ticket + "/false-positive", "{\"reason\": \"test\"}");
        awaitHeard(receiver, 3);
        // What ends the pins is no change of state, and nobody is told of it.
        api.await(ticket, answer -> answer.body().path("pinned").asInt(-1) == 0);
        eachWasToldOnce(receiver);
        nobodyWasToldWhomNobodyAllowed(receiver, backbone.addresses().kafka());
      }
    }
  }

  /** One receiver that is allowed by name, and two that have private addresses and are not. */
  private static Instance.Kind kind(Receiver receiver) {
    return Instance.Kind.of(
        "classifier,pinning,rollout",
        HOOKS + "oncall.url",
        receiver.address("/oncall").toString(),
        HOOKS + "oncall.secret",
        SECRET,
        HOOKS + "oncall.allowed-hosts",
        "127.0.0.1",
        HOOKS + "inside.url",
        receiver.address("/inside").toString(),
        HOOKS + "inside.secret",
        SECRET,
        HOOKS + "metadata.url",
        "http://169.254.169.254/latest/meta-data",
        HOOKS + "metadata.secret",
        SECRET);
  }

  private static String ticketOf(Api api, KafkaConnection kafka) throws Exception {
    try (Reporter job = new Reporter(kafka, "billing")) {
      job.failed("r1", 1, Workshop.RELEASE);
      api.await(
          "/v1/runs/r1/verdict?workload=billing&attempt=1&wait=10s",
          answer -> answer.status() == 200);
      job.succeeded("r1", 2, Workshop.STABLE);
    }
    Api.Answer found = api.await("/v1/tickets", answer -> answer.body().path("count").asInt() == 1);
    return "/v1/tickets/" + found.body().path("tickets").path(0).path("ticket").asText();
  }

  private static void changed(Api api, String path, String body) throws Exception {
    Api.Answer done = api.call("POST", path, body);
    assertEquals(200, done.status(), done.body().toString());
  }

  private static void changedOnceKafkaAnswers(Api api, String path, String body) {
    Awaitility.await(path)
        .atMost(PATIENCE)
        .until(() -> api.call("POST", path, body).status(), status -> status == 200);
  }

  /** The line goes on behind what nobody can read, and the letters are found page by page. */
  private static void unreadableNewsIsSetAside(Api api, KafkaConnection kafka) throws Exception {
    ProducerRecord<byte[], byte[]> garbage =
        new ProducerRecord<>(
            kafka.nameOf(Topics.TICKETS), bytes("T-0"), new byte[] {0, 0, 127, 0, 0, 1, 2});
    garbage.headers().add(CloudEvents.ID, bytes("T-0-revision-1"));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(garbage).get();
    }
    api.await(
        "/v1/dead-letters?topic=tickets",
        answer -> answer.body().toString().contains("webhook-oncall"));
    Api.Answer tooDeep = api.get("/v1/dead-letters?page=101&limit=100");
    assertEquals(422, tooDeep.status(), tooDeep.body().toString());
    assertEquals(200, api.get("/v1/dead-letters?page=100&limit=100").status());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void awaitHeard(Receiver receiver, int count) {
    Awaitility.await("told " + count)
        .atMost(PATIENCE)
        .until(() -> receiver.heard().size() >= count);
  }

  private static void eachWasToldOnce(Receiver receiver) {
    List<Receiver.Call> heard = receiver.heard();
    Set<String> revisions = new HashSet<>();
    heard.forEach(call -> revisions.add(call.body().path("revision").asText()));
    assertEquals(heard.size(), revisions.size(), "one message for each change: " + heard);
    for (Receiver.Call call : receiver.calls()) {
      assertTrue(call.signed(), call.toString());
    }
    for (Receiver.Call last : heard) {
      List<Receiver.Call> tries =
          receiver.calls().stream().filter(call -> call.key().equals(last.key())).toList();
      assertEquals(3, tries.size(), "two failures, then heard: " + tries);
    }
  }

  private static void nobodyWasToldWhomNobodyAllowed(Receiver receiver, KafkaConnection kafka) {
    assertTrue(receiver.calls().stream().allMatch(call -> call.path().equals("/oncall")));
    Awaitility.await("both are refused")
        .atMost(PATIENCE)
        .until(
            () -> {
              String letters = letters(kafka);
              return letters.contains("webhook inside") && letters.contains("webhook metadata");
            });
  }

  /** All headers of all dead letters. */
  private static String letters(KafkaConnection kafka) {
    Properties properties = kafka.properties();
    String topic = kafka.nameOf(Topics.DEAD_LETTERS);
    StringBuilder said = new StringBuilder();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(found -> new TopicPartition(topic, found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      consumer
          .poll(Duration.ofSeconds(2))
          .forEach(letter -> said.append(new String(letter.value(), StandardCharsets.UTF_8)));
    }
    return said.toString();
  }
}
