package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutState;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.VersionHealth;
import io.blinktwice.rollout.topology.RolloutTopology;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSetup;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.streams.StreamsOptions;
import io.blinktwice.runtime.streams.StreamsService;
import io.blinktwice.runtime.streams.StreamsSettings;
import io.blinktwice.schemas.Topics;
import io.blinktwice.simulator.RecordedFlight;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recorded flight over a real broker, four partitions and exactly-once: the same decisions as the
 * pure judge's, byte for byte, and the example controllers hear each of them.
 */
class JudgeOnBrokerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int PARTITIONS = 4;

  /** Enough for every partition to have some. */
  private static final int IDLERS = 40;

  @TempDir private static Path folder;

  @Test
  void decidesAsThePureJudgeDoes() throws Exception {
    RecordedFlight flight = RecordedFlight.of("broken-3", 2);
    List<RolloutDecision> decided = new CopyOnWriteArrayList<>();
    AtomicLong runsOnOld = new AtomicLong();
    List<ExampleController> controllers = new ArrayList<>();
    try (Installation backbone =
        new Installation(
            Workshop.plan(folder, new Backbone.Embedded(), Workshop.STABLE), System.out::println)) {
      backbone.startBackboneOnly();
      KafkaConnection kafka = connection(backbone.addresses().kafka());
      TopicSetup.ensure(kafka, PARTITIONS, (short) 1);
      keepTheTimesOfRecords(kafka);
      controllers.add(ExampleController.java(folder, kafka));
      ExampleController.python(folder, kafka).ifPresent(controllers::add);
      try (Sender sender = new Sender(kafka);
          TopicView<RolloutDecision> decisions =
              TopicView.follow(
                  kafka,
                  Topics.ROLLOUT_DECISIONS,
                  "test",
                  seen -> decided.add(Objects.requireNonNull(seen.value())));
          TopicView<VersionHealth> health =
              TopicView.follow(
                  kafka,
                  Topics.VERSION_HEALTH,
                  "test",
                  seen -> {
                    VersionHealth told = seen.value();
                    if (told != null && seen.key().equals(RecordedFlight.OLD)) {
                      runsOnOld.set(told.getRuns());
                    }
                  })) {
        sender.sendAll(Played.catalogue());
        sender.sendAll(Played.records(flight.before()));
        try (StreamsService rollout = service(kafka)) {
          sender.await("what was before", () -> runsOnOld.get() >= runsHeard(flight));
          sender.sendAll(List.of(Played.start()));
          sender.await("the start", () -> inTheFlight(decided).size() == 1);
          sender.sendAll(Played.records(flight.during()));
          sender.sendAll(Played.records(flight.afterwards()));
          List<RolloutDecision> expected = new Played(flight).expected();
          sender.await("all decisions", () -> inTheFlight(decided).size() >= expected.size());
          assertTrue(decisions.isLive() && health.isLive() && rollout.isReady());
          assertEquals(
              expected.stream().map(Played::read).map(Played::bytes).toList(),
              inTheFlight(decided).stream().map(Played::bytes).toList());
          assertEquals(RolloutState.PAUSED, inTheFlight(decided).getLast().getState());
          for (ExampleController controller : controllers) {
            hearsAll(controller, inTheFlight(decided), sender);
          }
        }
      }
    } finally {
      controllers.forEach(ExampleController::close);
    }
  }

  private static void hearsAll(
      ExampleController controller, List<RolloutDecision> decided, Sender sender)
      throws IOException {
    List<ExampleController.Heard> expected =
        decided.stream()
            .map(each -> new ExampleController.Heard(each.getState().name(), each.getShare()))
            .toList();
    try {
      sender.await(
          controller.name(),
          () ->
              controller.decisionsAbout(RecordedFlight.RELEASE).equals(expected)
                  && controller.heardThat(RecordedFlight.RELEASE, "PAUSE"));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s heard %s, not %s".formatted(controller.name(), controller.lines(), expected), e);
    }
  }

  private static List<RolloutDecision> inTheFlight(List<RolloutDecision> decided) {
    return decided.stream().filter(Played::isInTheFlight).toList();
  }

  private static long runsHeard(RecordedFlight flight) {
    return flight.before().stream()
        .filter(told -> told.fact().at().isBefore(RecordedFlight.LAST_BEFORE))
        .count();
  }

  private static KafkaConnection connection(KafkaConnection of) {
    return new KafkaConnection(
        of.bootstrapServers(), of.registryUrl(), Played.PREFIX, of.clientProperties());
  }

  private static StreamsService service(KafkaConnection kafka) {
    StreamsService service =
        new StreamsService(
            new StreamsSettings(
                kafka,
                "rollout",
                new InstanceConfig("one", "127.0.0.1:1", folder.resolve("state"), List.of()),
                StreamsOptions.DEFAULTS,
                StreamsSettings.Guarantee.EXACTLY_ONCE),
            RolloutTopology.of(kafka::serdeOf, kafka.topicPrefix(), () -> PARTITIONS));
    service.start();
    return service;
  }

  /** The flight was in January: its records are dated so, and not too old to be kept. */
  private static void keepTheTimesOfRecords(KafkaConnection kafka) throws Exception {
    List<AlterConfigOp> changes =
        List.of(
            set("message.timestamp.type", "CreateTime"),
            set("retention.ms", "-1"),
            set("cleanup.policy", "delete"));
    Map<ConfigResource, Collection<AlterConfigOp>> all = new HashMap<>();
    Topics.ALL.forEach(
        topic ->
            all.put(new ConfigResource(ConfigResource.Type.TOPIC, kafka.nameOf(topic)), changes));
    try (Admin admin = Admin.create(kafka.properties())) {
      admin.incrementalAlterConfigs(all).all().get();
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }

  /** Writes records with their own times; while it waits, it keeps every partition awake. */
  private record Sender(KafkaConnection kafka, KafkaProducer<String, byte[]> producer)
      implements AutoCloseable {
    Sender(KafkaConnection kafka) {
      this(
          kafka,
          new KafkaProducer<>(
              kafka.producerProperties(), new StringSerializer(), new ByteArraySerializer()));
    }

    void sendAll(List<Played.Sent<?>> all) {
      all.forEach(this::send);
      producer.flush();
    }

    private <V extends SpecificRecord> void send(Played.Sent<V> sent) {
      String topic = kafka.nameOf(sent.topic());
      byte[] value = kafka.serdeOf(sent.topic()).serializer().serialize(topic, sent.value());
      producer.send(new ProducerRecord<>(topic, null, sent.at().toEpochMilli(), sent.key(), value));
    }

    void await(String what, Callable<Boolean> condition) {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                sendAll(idle());
                return condition.call();
              });
    }

    /** Runs begin and never end: no fact moves the clock, and no partition seems silent. */
    private static List<Played.Sent<?>> idle() {
      List<Played.Sent<?>> all = new ArrayList<>();
      for (int number = 0; number < IDLERS; number++) {
        WorkloadId workload = new WorkloadId("idler-" + number);
        String fingerprint = Fingerprint.ofExplicitId(WorkspaceId.DEFAULT, workload).value();
        Instant at = RecordedFlight.START;
        RunEvent event =
            RunEvent.newBuilder()
                .setEventId("idle-" + number)
                .setWorkspace(WorkspaceId.DEFAULT.value())
                .setWorkload(workload.value())
                .setFingerprint(fingerprint)
                .setRunId("idle")
                .setAttempt(1)
                .setKind(RunEventKind.STARTED)
                .setEngineVersion(RecordedFlight.OLD)
                .setSource(RunEventSource.SCHEDULER)
                .setOccurredAt(at)
                .build();
        all.add(new Played.Sent<>(Topics.RUN_EVENTS, fingerprint, event, at));
      }
      return all;
    }

    @Override
    public void close() {
      producer.close();
    }
  }
}
