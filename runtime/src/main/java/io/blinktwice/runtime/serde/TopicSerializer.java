package io.blinktwice.runtime.serde;

import io.blinktwice.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of one topic, and refuses larger ones than it takes here, where that costs nothing:
 * refused by the producer or the broker, a record takes its whole transaction with it.
 */
final class TopicSerializer<T extends SpecificRecord> implements Serializer<T> {
  private final Topic<T> topic;
  private final Serializer<Object> format;

  TopicSerializer(Topic<T> topic, Serializer<Object> format) {
    this.topic = topic;
    this.format = format;
  }

  @Override
  public byte @Nullable [] serialize(String name, @Nullable T value) {
    if (value == null) {
      return null;
    }
    byte[] bytes = formatted(name, value);
    if (bytes.length > topic.maxValueBytes()) {
      throw new RecordTooLargeException(
          "a %s of %d bytes is too large for %s, which takes %d"
              .formatted(value.getSchema().getName(), bytes.length, name, topic.maxValueBytes()));
    }
    return bytes;
  }

  private byte[] formatted(String name, T value) {
    try {
      return format.serialize(name, value);
    } catch (RuntimeException e) {
      throw Outages.orItself(e);
    }
  }

  /** Whatever is not ours may hold connections. */
  @Override
  public void close() {
    format.close();
  }
}
