package io.blinktwice.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.DeadLetter;
import io.blinktwice.events.Release;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.serde.RegistryUnavailable;
import io.blinktwice.runtime.serde.TinyRegistry;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A topology whose versions say what is to go wrong, with the settings of every role.
 *
 * <p>At least once: with transactions the driver drops what was sent while no record was processed.
 */
class DeadLetterHandlerTest {
  private static final Topic<Release> IN =
      new Topic<>(
          "in",
          "version",
          Release.class,
          Topic.Spread.TOTAL_ORDER,
          new Topic.Keep.Newest(),
          "test");

  @TempDir private Path folder;
  private TinyRegistry registry;
  private KafkaConnection connection;
  private StreamsSettings settings;
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> input;

  @BeforeEach
  void start() throws IOException {
    registry = new TinyRegistry();
    connection = new KafkaConnection("127.0.0.1:1", registry.url(), "bt", Map.of());
    settings =
        new StreamsSettings(
            connection,
            "role",
            new InstanceConfig("one", "127.0.0.1:1", folder, List.of()),
            StreamsOptions.DEFAULTS,
            StreamsSettings.Guarantee.AT_LEAST_ONCE);
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("bt.in", Consumed.with(Serdes.String(), connection.serdeOf(IN)).withName("in"))
        .mapValues(DeadLetterHandlerTest::processed, Named.as("process"))
        .to(
            "bt.releases",
            Produced.with(Serdes.String(), connection.serdeOf(Topics.RELEASES)).withName("out"));
    driver = new TopologyTestDriver(builder.build(), settings.properties());
    input = driver.createInputTopic("bt.in", new StringSerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    driver.close();
    registry.close();
  }

  private static Release processed(Release release) {
    return switch (release.getVersion()) {
      case "unusable" -> throw new UnusableRecord("no such version");
      case "broken" -> throw new IllegalStateException("an invariant");
      case "grows" -> {
        release.setEngine("x".repeat(2_000_000));
        yield release;
      }
      default -> release;
    };
  }

  @Test
  void whatIsFineGoesThrough() {
    input.pipeInput("k", bytes("4.2.0"));
    assertEquals(List.of("4.2.0"), written());
    assertEquals(List.of(), letters());
  }

  @Test
  void whatCannotBeReadIsSetAsideAndTheStreamGoesOn() {
    input.pipeInput("k", "garbage".getBytes(StandardCharsets.UTF_8));
    input.pipeInput("k", bytes("4.2.0"));
    assertEquals(List.of("4.2.0"), written());
    DeadLetter letter = letters().getFirst();
    assertEquals("bt.in", letter.getTopic());
    assertEquals(0, letter.getOffset());
    assertEquals("role", letter.getRole());
    assertNotNull(letter.getValue());
  }

  @Test
  void whatCannotBeUsedIsSetAsideWithItsReason() {
    input.pipeInput("k", bytes("unusable"));
    input.pipeInput("k", bytes("4.2.0"));
    assertEquals(List.of("4.2.0"), written());
    DeadLetter letter = letters().getFirst();
    assertEquals("no such version", letter.getReason());
    assertNotNull(letter.getValue());
  }

  @Test
  void aRecordWhoseResultIsTooLargeIsSetAside() {
    input.pipeInput("k", bytes("grows"));
    input.pipeInput("k", bytes("4.2.0"));
    assertEquals(List.of("4.2.0"), written());
    DeadLetter letter = letters().getFirst();
    assertEquals("bt.in", letter.getTopic());
    assertTrue(letter.getReason().contains("too large for bt.releases"), letter.getReason());
    assertNotNull(letter.getValue());
  }

  @Test
  void aBrokenInvariantFailsTheThread() {
    assertThrows(StreamsException.class, () -> input.pipeInput("k", bytes("broken")));
  }

  @Test
  void aRegistryThatIsAwayFailsTheThreadAndBlamesNoRecord() {
    byte[] unknown = bytes("4.2.0");
    unknown[4] = 99;
    registry.refuseNext(503, 503, 503, 503, 503, 503);
    StreamsException failure =
        assertThrows(StreamsException.class, () -> input.pipeInput("k", unknown));
    assertInstanceOf(RegistryUnavailable.class, failure.getCause());
  }

  @Test
  void whatABrokerRefusedIsNeverPassedOver() {
    assertEquals(
        ProductionExceptionHandler.Result.FAIL,
        refused("bt.releases", new RecordTooLargeException("too large")));
    assertEquals(
        ProductionExceptionHandler.Result.FAIL,
        refused("bt.role-pins-changelog", new RecordTooLargeException("too large")));
    assertEquals(
        ProductionExceptionHandler.Result.RETRY,
        refused("bt.releases", new TimeoutException("away")));
  }

  @Test
  void aTooLargeRecordOfATopicThatIsNotOursFails() {
    ProductionExceptionHandler.Response response =
        handler()
            .handleSerializationError(
                context("bt.in"),
                new ProducerRecord<>("bt.role-pins-changelog", new byte[0]),
                new RecordTooLargeException("too large"),
                ProductionExceptionHandler.SerializationExceptionOrigin.VALUE);
    assertEquals(ProductionExceptionHandler.Result.FAIL, response.result());
  }

  @Test
  void withoutARecordThereIsNothingToSetAside() {
    Record<String, Release> none = new Record<>("k", null, 0);
    assertEquals(
        ProcessingExceptionHandler.Result.FAIL,
        handler().handleError(context(null), none, new UnusableRecord("no topic")).result());
  }

  private ProductionExceptionHandler.Result refused(String topic, Exception failure) {
    return handler()
        .handleError(
            context("bt.in"), new ProducerRecord<byte[], byte[]>(topic, new byte[0]), failure)
        .result();
  }

  private DeadLetterHandler handler() {
    DeadLetterHandler handler = new DeadLetterHandler();
    handler.configure(
        Map.of(DeadLetterHandler.CONNECTION, connection, DeadLetterHandler.ROLE, "role"));
    return handler;
  }

  @SuppressWarnings("NullAway") // as Kafka Streams fills it in
  private static DefaultErrorHandlerContext context(@Nullable String topic) {
    return new DefaultErrorHandlerContext(
        null, topic, 0, 0, new RecordHeaders(), "node", new TaskId(0, 0), 0, null, null);
  }

  private List<String> written() {
    return driver
        .createOutputTopic(
            "bt.releases",
            new StringDeserializer(),
            connection.serdeOf(Topics.RELEASES).deserializer())
        .readValuesToList()
        .stream()
        .map(Release::getVersion)
        .toList();
  }

  private List<DeadLetter> letters() {
    return driver
        .createOutputTopic(
            "bt.dead-letters",
            new StringDeserializer(),
            connection.serdeOf(Topics.DEAD_LETTERS).deserializer())
        .readValuesToList();
  }

  private byte[] bytes(String version) {
    Release release =
        Release.newBuilder()
            .setVersion(version)
            .setEngine("spark")
            .setRegisteredBy("test")
            .setRegisteredAt(Instant.EPOCH)
            .build();
    return connection.serdeOf(IN).serializer().serialize("bt.in", release);
  }
}
