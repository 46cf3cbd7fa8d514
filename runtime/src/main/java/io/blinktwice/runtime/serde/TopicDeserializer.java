package io.blinktwice.runtime.serde;

import io.blinktwice.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads values of one topic, and refuses what is of another type. */
final class TopicDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  private final Topic<T> topic;
  private final Deserializer<Object> format;

  TopicDeserializer(Topic<T> topic, Deserializer<Object> format) {
    this.topic = topic;
    this.format = format;
  }

  @Override
  public @Nullable T deserialize(String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Object value = read(name, bytes);
    if (!topic.value().isInstance(value)) {
      throw new SerializationException(
          "the record is a %s, where %s was expected"
              .formatted(
                  value == null ? "null" : value.getClass().getName(), topic.value().getName()));
    }
    return topic.value().cast(value);
  }

  private @Nullable Object read(String name, byte[] bytes) {
    try {
      return format.deserialize(name, bytes);
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
