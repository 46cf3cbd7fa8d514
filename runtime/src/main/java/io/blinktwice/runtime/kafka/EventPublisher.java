package io.blinktwice.runtime.kafka;

import io.blinktwice.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to our topics, once each as far as the broker can tell, in the order of the calls.
 */
public final class EventPublisher implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** A person waits for the answer, and after ten seconds for nothing. */
  private static final Bounds FOR_COMMANDS =
      new Bounds(Duration.ofSeconds(3), Duration.ofSeconds(6));

  private final KafkaConnection connection;
  private final String source;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<Topic<?>, Serializer<?>> serializers = new ConcurrentHashMap<>();
  private final BrokersClock clock = new BrokersClock();

  /**
   * What a record says of itself besides its content.
   *
   * @param eventId by which a repetition is recognised
   * @param at when it happened
   * @param cause the trace that it goes on with; none begins one
   */
  public record Origin(String eventId, Instant at, @Nullable TraceParent cause) {}

  /**
   * How long a record is tried to be written before that is given up.
   *
   * @param block wait of the caller itself, for topic metadata or room in the buffer
   * @param delivery from the call's return to the brokers' word; once over, nothing is sent any
   *     more
   */
  public record Bounds(Duration block, Duration delivery) {
    public Bounds {
      if (block.isNegative() || delivery.compareTo(Duration.ofMillis(10)) < 0) {
        throw new IllegalArgumentException("a record cannot be written within " + delivery);
      }
    }
  }

  /**
   * For events, which are worth Kafka's own patience (two minutes) or what the client properties
   * say of it. The source is what {@code ce_source} says of who wrote a record.
   */
  public EventPublisher(KafkaConnection connection, String source) {
    this(connection, source, properties(connection, source));
  }

  public EventPublisher(KafkaConnection connection, String source, Bounds bounds) {
    this(connection, source, bounded(properties(connection, source), bounds));
  }

  private EventPublisher(KafkaConnection connection, String source, Properties properties) {
    this.connection = connection;
    this.source = source;
    this.producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * For what somebody waits for: within ten seconds it is known whether the brokers have it, or it
   * is not sent any more. Even then they may have it, if only their answer was lost.
   */
  public static EventPublisher forCommands(KafkaConnection connection, String source) {
    return new EventPublisher(connection, source, FOR_COMMANDS);
  }

  private static Properties properties(KafkaConnection connection, String source) {
    Properties properties = connection.producerProperties();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, source + "-publisher");
    return properties;
  }

  private static Properties bounded(Properties properties, Bounds bounds) {
    long delivery = bounds.delivery().toMillis();
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, bounds.block().toMillis());
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(delivery));
    // Kafka wants a delivery to have time for a request and the wait for a fuller batch.
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(delivery / 2));
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return properties;
  }

  /**
   * Completes when the brokers have it, or exceptionally when they refused it. The record goes on
   * with the trace of the HTTP request that is being answered, where there is one.
   */
  public <V extends SpecificRecord> CompletableFuture<Void> publish(
      Topic<V> topic, String key, @Nullable V value, String eventId, Instant at) {
    TraceParent cause = TraceParent.parse(RequestTrace.current().orElse(null)).orElse(null);
    return publish(topic, key, value, new Origin(eventId, at, cause));
  }

  /** The same for what no HTTP request has caused. */
  public <V extends SpecificRecord> CompletableFuture<Void> publish(
      Topic<V> topic, String key, @Nullable V value, Origin origin) {
    String name = connection.nameOf(topic);
    CompletableFuture<Void> written = new CompletableFuture<>();
    try {
      ProducerRecord<String, byte[]> produced =
          new ProducerRecord<>(name, null, origin.at().toEpochMilli(), key, encoded(topic, value));
      CloudEvents.cause(produced.headers(), origin.cause());
      CloudEvents.stamp(produced.headers(), origin.eventId(), source, topic.value(), origin.at());
      Instant sent = Instant.now();
      producer.send(
          produced,
          (metadata, failure) -> {
            if (failure == null && metadata.hasTimestamp()) {
              clock.heard(sent, Instant.ofEpochMilli(metadata.timestamp()), Instant.now());
            }
            complete(written, failure);
          });
    } catch (RuntimeException e) {
      written.completeExceptionally(e);
    }
    return written;
  }

  /** What the brokers' answers to all that was written here say of their clock. */
  public BrokersClock brokersClock() {
    return clock;
  }

  @SuppressWarnings("unchecked") // A topic's serializer is made below, for its own type.
  private <V extends SpecificRecord> byte @Nullable [] encoded(Topic<V> topic, @Nullable V value) {
    Serializer<V> serializer =
        (Serializer<V>)
            serializers.computeIfAbsent(topic, made -> connection.serdeOf(made).serializer());
    return serializer.serialize(connection.nameOf(topic), value);
  }

  private static void complete(CompletableFuture<Void> written, @Nullable Exception failure) {
    if (failure == null) {
      written.complete(null);
    } else {
      written.completeExceptionally(failure);
    }
  }

  /** Waits until all that was published is with the brokers. */
  public void flush() {
    producer.flush();
  }

  /** Gives what is under way a moment; brokers that are gone must not hold up a shutdown. */
  @Override
  public void close() {
    producer.close(CLOSING);
    serializers.values().forEach(Serializer::close);
  }
}
