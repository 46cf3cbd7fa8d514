package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.metrics.ServiceMetrics;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a reader puts a record that it cannot use: it has been set aside when the brokers say so.
 *
 * <p>Such a reader has no transaction, so the same letter may come again after a lost answer or a
 * crash; it then has the same {@code ce_id}.
 */
public final class Quarantine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final int BLOCK_MILLIS = 10_000;
  private static final int REQUEST_MILLIS = 10_000;
  private static final int DELIVERY_MILLIS = 20_000;
  private static final long ANSWER_MILLIS = 30_000;
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final String reader;
  private final DeadLetters letters;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final String ownTopic;

  /** There are many readers and hardly a letter: it connects when there is the first. */
  private @Nullable Producer<byte[], byte[]> producer;

  Quarantine(
      KafkaConnection connection, String reader, Supplier<Producer<byte[], byte[]>> producers) {
    this.reader = reader;
    this.letters = new DeadLetters(connection, reader);
    this.producers = producers;
    this.ownTopic = connection.nameOf(Topics.DEAD_LETTERS);
  }

  public static Quarantine on(KafkaConnection connection, String reader) {
    Properties properties = connection.producerProperties();
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return new Quarantine(
        connection,
        reader,
        () ->
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** Returns when the letter is written, and throws when that is not certain. */
  public void setAside(
      ConsumerRecord<byte[], byte[]> found, String reason, ServiceMetrics.Fault fault) {
    DeadLetters.Origin origin = DeadLetters.Origin.of(found);
    // A dead letter about a dead letter would be read here again, and so on without end.
    if (!found.topic().equals(ownTopic)) {
      write(origin, reason);
      ServiceMetrics.deadLetter(reader, found.topic(), fault);
    }
    LOG.atWarn()
        .addKeyValue("record", origin.id())
        .addKeyValue("reason", reason)
        .log("record set aside");
  }

  private void write(DeadLetters.Origin origin, String reason) {
    try {
      producer().send(letters.produced(origin, reason)).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw new KafkaException("the dead letter was not taken", e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("no answer about the dead letter", e);
    }
  }

  private synchronized Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer = producers.get();
    }
    return producer;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(CLOSING);
    }
  }
}
