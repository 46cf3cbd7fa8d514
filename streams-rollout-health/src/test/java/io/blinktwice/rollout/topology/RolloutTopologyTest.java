package io.blinktwice.rollout.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutAction;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutState;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.store.FleetSerde;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.Golden;
import io.blinktwice.testkit.PlainAvro;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTopologyTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final PlainAvro SERDES = new PlainAvro();

  @TempDir static Path folder;

  /** One life of the process: its driver and topics. */
  private static final class Life implements AutoCloseable {
    final TopologyTestDriver driver =
        new TopologyTestDriver(RolloutTopology.of(SERDES, "t"), properties());
    final TestInputTopic<@Nullable String, @Nullable RolloutCommand> commands =
        driver.createInputTopic(
            "t.rollout-commands",
            new StringSerializer(),
            SERDES.of(Topics.ROLLOUT_COMMANDS).serializer());
    final TestInputTopic<@Nullable String, @Nullable Release> releases =
        driver.createInputTopic(
            "t.releases", new StringSerializer(), SERDES.of(Topics.RELEASES).serializer());
    final TestOutputTopic<String, RolloutDecision> decisions =
        driver.createOutputTopic(
            "t.rollout-decisions",
            new StringDeserializer(),
            SERDES.of(Topics.ROLLOUT_DECISIONS).deserializer());

    private static Properties properties() {
      Properties properties = new Properties();
      properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "t.rollout");
      properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
      return properties;
    }

    /** A new life that begins with what the changelog of the last one holds. */
    Life restarted() {
      List<KeyValue<String, Fleet>> changelog =
          driver
              .createOutputTopic(
                  "t.rollout-" + RolloutTopology.STORE + "-changelog",
                  new StringDeserializer(),
                  FleetSerde.create().deserializer())
              .readKeyValuesToList();
      close();
      Life next = new Life();
      KeyValueStore<String, Fleet> store = next.driver.getKeyValueStore(RolloutTopology.STORE);
      changelog.forEach(entry -> store.put(entry.key, entry.value));
      return next;
    }

    @Override
    public void close() {
      driver.close();
    }
  }

  private Life life = new Life();

  @AfterEach
  void close() {
    life.close();
  }

  @Test
  void looksAsAccepted() {
    Golden.matches("topology.txt", RolloutTopology.of(SERDES, "t").describe().toString());
  }

  @Test
  void decidesInTheLightOfTheCatalogue() {
    rollOutTo("4.2.0", 0.25);

    List<TestRecord<String, RolloutDecision>> written = life.decisions.readRecordsToList();
    assertEquals(2, written.size());
    RolloutDecision started = written.get(1).value();
    assertEquals("4.2.0", written.get(1).key());
    assertEquals(RolloutState.ROLLING_OUT, started.getState());
    assertEquals(0.25, started.getShare());
    assertEquals("3.5.7", started.getStableBefore());
    assertEquals(List.of("t.rollout-commands-0@1", "t.releases-0@1"), started.getInputs());
    assertEquals(AT, started.getDecidedAt());
    assertEquals(started.getDecisionId(), CloudEvents.id(written.get(1).headers()));
    assertNotNull(written.get(1).headers().lastHeader(CloudEvents.TRACE_PARENT));
  }

  @Test
  void answersARepeatedCommandOnce() {
    rollOutTo("4.2.0", 0.25);
    life.decisions.readRecordsToList();

    send(command("c-start", "4.2.0", RolloutAction.START, 0.25));

    assertTrue(life.decisions.isEmpty());
  }

  @Test
  void setsARefusedCommandAsideWithTheReason() {
    assertEquals(
        "9.9.9 is not in the catalogue of releases",
        refused(() -> send(command("c1", "9.9.9", RolloutAction.PROMOTE, null))));
    assertTrue(life.decisions.isEmpty());
  }

  @Test
  void setsAsideWhatItCannotUse() {
    refused(() -> life.commands.pipeInput("4.2.0", null, AT));
    refused(() -> life.commands.pipeInput("x", command("c", "x", RolloutAction.PAUSE, null), AT));
    refused(
        () -> life.commands.pipeInput("a", command("c", "4.2.0", RolloutAction.PAUSE, null), AT));
    refused(() -> send(command("c", "4.2.0", RolloutAction.START, null)));
    refused(() -> send(command("c", "4.2.0", RolloutAction.UNKNOWN, null)));
    refused(() -> life.releases.pipeInput("4.2.0", release("4.1.2"), AT));
    refused(() -> life.releases.pipeInput("x", release("x"), AT));
    assertTrue(life.decisions.isEmpty());
  }

  @Test
  void forgetsAVersionWhoseReleaseIsWithdrawn() {
    register("3.5.7");
    life.releases.pipeInput("3.5.7", null, AT);

    refused(() -> send(command("c1", "3.5.7", RolloutAction.PROMOTE, null)));
  }

  @Test
  void goesOnAfterARestartWhereItWas() {
    rollOutTo("4.2.0", 0.25);
    life = life.restarted();

    send(command("c-start", "4.2.0", RolloutAction.START, 0.25));
    assertTrue(life.decisions.isEmpty(), "the repeated command is recognised");
    send(command("c-abort", "4.2.0", RolloutAction.ABORT, null));
    RolloutDecision aborted = life.decisions.readValue();
    assertEquals(RolloutState.ABORTED, aborted.getState());
    assertEquals("3.5.7", aborted.getStableBefore());
  }

  private void rollOutTo(String version, double share) {
    register("3.5.7");
    register(version);
    send(command("c-promote", "3.5.7", RolloutAction.PROMOTE, null));
    send(command("c-start", version, RolloutAction.START, share));
  }

  private void register(String version) {
    life.releases.pipeInput(version, release(version), AT);
  }

  private void send(RolloutCommand command) {
    life.commands.pipeInput(command.getVersion(), command, AT);
  }

  private static @Nullable String refused(Runnable sending) {
    StreamsException failure = assertThrows(StreamsException.class, sending::run);
    return assertInstanceOf(UnusableRecord.class, failure.getCause()).getMessage();
  }

  private static Release release(String version) {
    return Release.newBuilder()
        .setVersion(version)
        .setEngine(version)
        .setRegisteredBy("alice")
        .setRegisteredAt(AT)
        .build();
  }

  private static RolloutCommand command(
      String id, String version, RolloutAction action, @Nullable Double share) {
    return RolloutCommand.newBuilder()
        .setCommandId(id)
        .setVersion(version)
        .setAction(action)
        .setShare(share)
        .setActor("alice")
        .setReason("it is time")
        .setAt(AT)
        .build();
  }
}
