package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.kafka.TopicView.Record;
import io.blinktwice.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one topic are decoded, and where unreadable ones go.
 *
 * @param topic as the brokers know it
 * @param endsKeys whether a record without a value is the end of its key; where every record is
 *     kept, it is nothing that can be told of
 * @param lock held while a record is decoded: a deserializer is made for one thread
 */
record TopicReading<V extends SpecificRecord>(
    String topic,
    Deserializer<V> values,
    UnreadableRecords unreadable,
    boolean endsKeys,
    ReentrantLock lock) {

  static <V extends SpecificRecord> TopicReading<V> of(
      KafkaConnection connection, Topic<V> topic, UnreadableRecords unreadable) {
    return new TopicReading<>(
        connection.nameOf(topic),
        connection.serdeOf(topic).deserializer(),
        unreadable,
        topic.endsKeys(),
        new ReentrantLock());
  }

  /** The step while no other view of the topic decodes; an interrupt ends the wait for that. */
  <T> T alone(Supplier<T> step) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing, when it had to be set aside. */
  @Nullable Record<V> readable(ConsumerRecord<byte[], byte[]> found) {
    if (found.key() == null) {
      unreadable.setAside(found, "the record has no key");
      return null;
    }
    if (found.value() == null && !endsKeys) {
      unreadable.setAside(found, "the record has no value, on a topic where no key ends");
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
      unreadable.setAside(found, DeadLetters.reasonOf(e));
      return null;
    }
  }
}
