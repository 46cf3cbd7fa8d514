package io.blinktwice.runtime.kafka;

import io.blinktwice.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
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

  private final KafkaConnection connection;
  private final String source;
  private final KafkaProducer<String, byte[]> producer;

  /** The source is what {@code ce_source} says of who wrote a record. */
  public EventPublisher(KafkaConnection connection, String source) {
    this.connection = connection;
    this.source = source;
    Properties properties = connection.properties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, source + "-publisher");
    this.producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Completes when the brokers have it, or exceptionally when they refused it. */
  public <V extends SpecificRecord> CompletableFuture<Void> publish(
      Topic<V> topic, String key, @Nullable V value, String eventId, Instant at) {
    String name = connection.nameOf(topic);
    CompletableFuture<Void> written = new CompletableFuture<>();
    try (Serializer<V> serializer = connection.serdeOf(topic).serializer()) {
      ProducerRecord<String, byte[]> produced =
          new ProducerRecord<>(
              name, null, at.toEpochMilli(), key, serializer.serialize(name, value));
      CloudEvents.stamp(produced.headers(), eventId, source, topic.value(), at);
      producer.send(produced, (metadata, failure) -> complete(written, failure));
    } catch (RuntimeException e) {
      written.completeExceptionally(e);
    }
    return written;
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
  }
}
