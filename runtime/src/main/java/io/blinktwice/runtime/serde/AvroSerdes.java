package io.blinktwice.runtime.serde;

import io.blinktwice.schemas.Topic;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes for topic values. */
public final class AvroSerdes {
  private AvroSerdes() {}

  /** Refuses to write a value that the topic would refuse to take. */
  public static <T extends SpecificRecord> Serde<T> of(Topic<T> topic, String registryUrl) {
    return of(topic.value(), new AvroSerializer<>(topic.maxValueBytes()), registryUrl);
  }

  public static <T extends SpecificRecord> Serde<T> of(Class<T> type, String registryUrl) {
    return of(type, new AvroSerializer<>(), registryUrl);
  }

  private static <T extends SpecificRecord> Serde<T> of(
      Class<T> type, AvroSerializer<T> serializer, String registryUrl) {
    AvroDeserializer<T> deserializer = new AvroDeserializer<>(type);
    Map<String, String> settings = Map.of(AvroSerializer.REGISTRY_URL, registryUrl);
    serializer.configure(settings, false);
    deserializer.configure(settings, false);
    return Serdes.serdeFrom(serializer, deserializer);
  }
}
