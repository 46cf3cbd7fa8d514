package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.metrics.ServiceMetrics;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Where views put what cannot be read, once each: not again for the next view, at the next start or
 * by another process of the installation.
 */
final class UnreadableRecords implements AutoCloseable {
  /** Who sets aside, in letters and metrics: all views alike. */
  static final String READER = "views";

  private final Quarantine quarantine;
  private final Supplier<Consumer<byte[], byte[]>> connecting;
  private final ReentrantLock lock = new ReentrantLock();

  /** There is hardly a letter: it connects when there is the first. */
  private @Nullable Consumer<byte[], byte[]> consumer;

  private @Nullable LetterMarks marks;

  UnreadableRecords(Quarantine quarantine, Supplier<Consumer<byte[], byte[]>> connecting) {
    this.quarantine = quarantine;
    this.connecting = connecting;
  }

  static UnreadableRecords on(KafkaConnection connection) {
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, LetterMarks.group(connection, READER));
    return new UnreadableRecords(
        Quarantine.on(connection, READER),
        () ->
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /** Returns when its letter is written, now or earlier, and throws when that is not certain. */
  void setAside(ConsumerRecord<byte[], byte[]> found, String reason) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    try {
      LetterMarks known = marks();
      TopicPartition partition = new TopicPartition(found.topic(), found.partition());
      if (!known.isDone(partition, found.offset())) {
        quarantine.setAside(found, reason, ServiceMetrics.Fault.UNREADABLE);
        known.done(partition, found.offset());
      }
    } finally {
      lock.unlock();
    }
  }

  private LetterMarks marks() {
    LetterMarks known = marks;
    if (known == null) {
      consumer = connecting.get();
      known = new LetterMarks(consumer);
      marks = known;
    }
    return known;
  }

  @Override
  public void close() {
    quarantine.close();
    lock.lock();
    try {
      if (consumer != null) {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
      }
    } finally {
      lock.unlock();
    }
  }
}
