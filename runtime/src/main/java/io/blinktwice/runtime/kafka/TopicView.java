package io.blinktwice.runtime.kafka;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a whole topic from its beginning and tells a listener of each committed record, in the
 * order of each partition, on one thread.
 *
 * <p>For small state that every instance wants complete: the catalogue, clusters, what leaves the
 * system as a verdict. It belongs to no consumer group, so nothing rebalances.
 */
public final class TopicView<V extends SpecificRecord> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicView.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final KafkaConnection connection;
  private final Topic<V> topic;
  private final String reader;
  private final Listener<V> listener;
  private final Deserializer<V> values;
  private final DeadLetters deadLetters;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> quarantine;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closed;

  /** One record of the topic; a null value is the end of its key. */
  public record Record<V>(String key, @Nullable V value, long offset, int partition, Instant at) {}

  /** Told of every record, on the view's own thread. */
  public interface Listener<V> {
    void on(Record<V> seen);
  }

  private TopicView(
      KafkaConnection connection, Topic<V> topic, String reader, Listener<V> listener) {
    this.connection = connection;
    this.topic = topic;
    this.reader = reader;
    this.listener = listener;
    this.values = connection.serdeOf(topic).deserializer();
    this.deadLetters = new DeadLetters(connection, reader);
    this.consumer =
        new KafkaConsumer<>(
            consumerProperties(connection),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.quarantine =
        new KafkaProducer<>(
            connection.properties(), new ByteArraySerializer(), new ByteArraySerializer());
    this.thread =
        Thread.ofPlatform().daemon().name(reader + "-view-" + topic.name()).unstarted(this::run);
  }

  /** Starts to follow; the reader's name says in logs and dead letters who it is for. */
  public static <V extends SpecificRecord> TopicView<V> follow(
      KafkaConnection connection, Topic<V> topic, String reader, Listener<V> listener) {
    TopicView<V> view = new TopicView<>(connection, topic, reader, listener);
    view.thread.start();
    return view;
  }

  /** Waits until everything is read that stood in the topic when the view started. */
  public boolean awaitCaughtUp(Duration atMost) {
    try {
      return caughtUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Properties consumerProperties(KafkaConnection connection) {
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return properties;
  }

  private void run() {
    try (consumer;
        quarantine) {
      Map<TopicPartition, Long> goals = startFromTheBeginning();
      Set<TopicPartition> behind = new HashSet<>(goals.keySet());
      while (!closed) {
        consumer.poll(POLL).forEach(this::tell);
        behind.removeIf(
            partition -> consumer.position(partition) >= goals.getOrDefault(partition, 0L));
        if (behind.isEmpty()) {
          caughtUp.countDown();
        }
      }
    } catch (WakeupException | InterruptException e) {
      if (!closed) {
        throw e;
      }
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("topic", topic.name())
          .addKeyValue("reader", reader)
          .log("view of a topic ended: what it feeds grows stale until a restart");
      throw e;
    }
  }

  private Map<TopicPartition, Long> startFromTheBeginning() {
    while (true) {
      try {
        List<TopicPartition> partitions =
            consumer.partitionsFor(connection.nameOf(topic)).stream()
                .map(TopicView::coordinates)
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
      } catch (WakeupException | InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        LOG.atWarn().setCause(e).addKeyValue("topic", topic.name()).log("topic cannot be read yet");
        pause();
      }
    }
  }

  private static TopicPartition coordinates(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  private void tell(ConsumerRecord<byte[], byte[]> found) {
    Record<V> seen = readable(found);
    if (seen != null) {
      listener.on(seen);
    }
  }

  private @Nullable Record<V> readable(ConsumerRecord<byte[], byte[]> found) {
    if (found.key() == null) {
      setAside(found, "the record has no key");
      return null;
    }
    try {
      V value = values.deserialize(found.topic(), found.value());
      return new Record<>(
          new String(found.key(), StandardCharsets.UTF_8),
          value,
          found.offset(),
          found.partition(),
          Instant.ofEpochMilli(found.timestamp()));
    } catch (SerializationException e) {
      setAside(found, DeadLetters.reasonOf(e));
      return null;
    }
  }

  private void setAside(ConsumerRecord<byte[], byte[]> found, String reason) {
    DeadLetters.Origin origin = DeadLetters.Origin.of(found);
    LOG.atWarn()
        .addKeyValue("record", origin.id())
        .addKeyValue("reason", reason)
        .log("record set aside");
    // A dead letter about a dead letter would be read here again, and so on without end.
    if (!topic.equals(Topics.DEAD_LETTERS)) {
      quarantine.send(deadLetters.produced(origin, reason));
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
