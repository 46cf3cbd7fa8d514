package io.blinktwice.app.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.blinktwice.app.events.Positions.Place;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.micronaut.http.sse.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener: reads the committed records of its topics from where it was and puts them into its
 * outbox. Kafka is the buffer: a slow listener costs a few events of memory, not more.
 */
final class Listening implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final Duration POLL = Duration.ofMillis(250);

  private final Wish wish;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Outbox outbox;
  private final Rhythm rhythm;
  private final Map<EventType, Deserializer<? extends SpecificRecord>> values = new HashMap<>();
  private final Map<String, EventType> typesByTopic = new HashMap<>();
  private final Positions positions = new Positions(Map.of());
  private long lastSent = System.nanoTime();
  private volatile boolean stopped;

  /**
   * What somebody wants to hear.
   *
   * @param from what was heard before
   * @param fromStart whether to begin with what is there already, where nothing was heard before
   * @param mayListen asked again and again: a revoked key ends what it opened
   */
  record Wish(
      Set<EventType> types,
      Visibility visibility,
      Positions from,
      boolean fromStart,
      BooleanSupplier mayListen) {}

  /**
   * @param heartbeat how long it may be silent
   * @param patience how long it waits for a listener that does not read
   */
  record Rhythm(Duration heartbeat, Duration patience) {}

  Listening(KafkaConnection connection, Wish wish, Outbox outbox, Rhythm rhythm) {
    this.wish = wish;
    this.outbox = outbox;
    this.rhythm = rhythm;
    for (EventType type : wish.types()) {
      values.put(type, connection.serdeOf(type.topic()).deserializer());
      typesByTopic.put(connection.nameOf(type.topic()), type);
    }
    this.consumer =
        new KafkaConsumer<>(
            properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Properties properties(KafkaConnection connection) {
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1 << 20);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
    return properties;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try (consumer) {
      begin();
      while (!stopped && !outbox.isCancelled()) {
        if (!wish.mayListen().getAsBoolean()) {
          end("unauthorized", "the credential is not good any more; sign in again");
          return;
        }
        if (!listen()) {
          end("cut-off", "the events were not read; connect again with Last-Event-ID");
          return;
        }
      }
      end("closing", "the server ends; connect again with Last-Event-ID");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end("closing", "the server ends; connect again with Last-Event-ID");
    } catch (KafkaException e) {
      LOG.atWarn().setCause(e).log("A listener to events is sent away");
      end("closing", "the events cannot be read right now; connect again with Last-Event-ID");
    }
  }

  private void begin() throws InterruptedException {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : typesByTopic.keySet()) {
      consumer
          .partitionsFor(topic)
          .forEach(found -> all.add(new TopicPartition(topic, found.partition())));
    }
    consumer.assign(all);
    Map<TopicPartition, Long> otherwise =
        wish.fromStart() ? consumer.beginningOffsets(all) : consumer.endOffsets(all);
    for (TopicPartition partition : all) {
      Place place = place(partition);
      long next = wish.from().next().getOrDefault(place, otherwise.getOrDefault(partition, 0L));
      consumer.seek(partition, next);
      positions.next().put(place, next);
    }
    send("hello", "{}");
  }

  /** Whether the listener kept up. */
  private boolean listen() throws InterruptedException {
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        positions.read(
            place(new TopicPartition(record.topic(), record.partition())), record.offset());
        if (!tell(record)) {
          return false;
        }
      }
    } catch (OffsetOutOfRangeException e) {
      return leap(e.partitions());
    }
    return System.nanoTime() - lastSent < rhythm.heartbeat().toNanos() || send("heartbeat", "{}");
  }

  /** Retention was faster than the listener, or its id is of another cluster: it is told so. */
  private boolean leap(Collection<TopicPartition> lost) throws InterruptedException {
    consumer
        .beginningOffsets(lost)
        .forEach(
            (partition, first) -> {
              consumer.seek(partition, first);
              positions.next().put(place(partition), first);
            });
    return send("gap", "{}");
  }

  private boolean tell(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    EventType type = place(new TopicPartition(record.topic(), record.partition())).type();
    if (record.key() == null) {
      return true; // The roles set such a record aside; it is nobody's event.
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    SpecificRecord value;
    try {
      value = Objects.requireNonNull(values.get(type)).deserialize(record.topic(), record.value());
    } catch (SerializationException e) {
      return true; // As above.
    }
    if (!wish.visibility().shows(key, value)) {
      return true;
    }
    return value == null
        ? send(
            type.event() + "-gone",
            JsonNodeFactory.instance.objectNode().put("key", key).toString())
        : send(type.event(), RecordJson.of(value).toString());
  }

  private boolean send(String name, String data) throws InterruptedException {
    lastSent = System.nanoTime();
    Event<String> event = Event.of(data).name(name).id(positions.id());
    return outbox.put(event, rhythm.patience()) || outbox.isCancelled();
  }

  /** Without an id: what was not delivered is to come again. */
  private void end(String name, String why) {
    outbox.endWith(
        Event.of(JsonNodeFactory.instance.objectNode().put("detail", why).toString()).name(name));
  }

  private Place place(TopicPartition partition) {
    EventType type = typesByTopic.get(partition.topic());
    if (type == null) {
      throw new IllegalStateException("a topic that nobody asked for: " + partition.topic());
    }
    return new Place(type, partition.partition());
  }
}
