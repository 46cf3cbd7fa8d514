package io.blinktwice.runtime.serde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.Reason;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topic;
import java.io.IOException;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Serdes named by configuration alone, as a user who has Confluent's names those. */
class SwitchedSerdesTest {
  private static final Topic<Reason> TOPIC =
      new Topic<>(
          "reasons",
          "rule",
          Reason.class,
          Topic.Spread.TOTAL_ORDER,
          new Topic.Keep.Newest(),
          "test");
  private static final Reason REASON = new Reason("blinked-twice", "It failed again.");
  private TinyRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new TinyRegistry();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  /** Frames by ours, and counts. */
  public static final class Counting implements Serializer<Reason> {
    static final AtomicInteger WRITTEN = new AtomicInteger();
    private final AvroSerializer<Reason> ours = new AvroSerializer<>();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      assertEquals("of the user", configs.get("some.setting"));
      ours.configure(configs, isKey);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Reason value) {
      WRITTEN.incrementAndGet();
      return ours.serialize(topic, value);
    }
  }

  /** Meets the outages that others' serdes report in their own way. */
  public static final class Away implements Deserializer<Reason> {
    @Override
    public Reason deserialize(String topic, byte[] bytes) {
      throw new SerializationException("no schema", new ConnectException("refused"));
    }
  }

  /** Reads something else than the topic carries. */
  public static final class Another implements Deserializer<String> {
    @Override
    public String deserialize(String topic, byte[] bytes) {
      return "not a reason";
    }
  }

  @Test
  void theNamedSerializerWrites() {
    int before = Counting.WRITTEN.get();
    Serde<Reason> serde =
        serde(Map.of("value.serializer", Counting.class.getName(), "some.setting", "of the user"));
    assertEquals(
        REASON, serde.deserializer().deserialize("t", serde.serializer().serialize("t", REASON)));
    assertEquals(before + 1, Counting.WRITTEN.get());
  }

  @Test
  void anOutageThatTheNamedDeserializerMeetsIsNoFaultOfTheRecord() {
    Serde<Reason> serde = serde(Map.of("value.deserializer", Away.class.getName()));
    assertThrows(
        RegistryUnavailable.class, () -> serde.deserializer().deserialize("t", new byte[9]));
  }

  @Test
  void anotherTypeIsRefused() {
    Serde<Reason> serde = serde(Map.of("value.deserializer", Another.class.getName()));
    assertThrows(
        SerializationException.class, () -> serde.deserializer().deserialize("t", new byte[9]));
  }

  @Test
  void aClassThatIsNotThereIsNamedWithACure() {
    String confluents = "io.confluent.kafka.serializers.KafkaAvroSerializer";
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> serde(Map.of("value.serializer", confluents)));
    assertTrue(String.valueOf(refusal.getMessage()).contains(confluents));
    assertTrue(String.valueOf(refusal.getMessage()).contains("BLINKTWICE_CLASSPATH"));
  }

  @Test
  void subjectsAreNamedByTheStrategy() {
    String record = "io.confluent.kafka.serializers.subject.RecordNameStrategy";
    assertEquals(
        "io.blinktwice.events.Reason",
        SubjectNames.of(Map.of("value.subject.name.strategy", record))
            .of("t", Reason.getClassSchema()));
    assertEquals("t-value", SubjectNames.of(Map.of()).of("t", Reason.getClassSchema()));
    assertThrows(
        ConfigException.class,
        () -> SubjectNames.of(Map.of("value.subject.name.strategy", "my.Own")));
  }

  @Test
  void credentialsReachTheRegistryAndNoLog() {
    Map<String, String> basic =
        Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:secret");
    serde(basic).serializer().serialize("t", REASON);
    assertEquals("Basic bWU6c2VjcmV0", registry.authorization());
    serde(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "abc"))
        .serializer()
        .serialize("t", REASON);
    assertEquals("Bearer abc", registry.authorization());
    assertTrue(!connection(basic).toString().contains("secret"));
    assertTrue(!connection(basic).properties().toString().contains("secret"));
  }

  private Serde<Reason> serde(Map<String, String> settings) {
    return connection(settings).serdeOf(TOPIC);
  }

  private KafkaConnection connection(Map<String, String> settings) {
    return new KafkaConnection("127.0.0.1:1", registry.url(), "bt", new HashMap<>(settings));
  }
}
