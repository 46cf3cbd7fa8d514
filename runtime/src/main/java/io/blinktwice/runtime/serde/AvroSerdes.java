package io.blinktwice.runtime.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes for topic values. */
public final class AvroSerdes {
  private AvroSerdes() {}

  public static <T extends SpecificRecord> Serde<T> of(Class<T> type, String registryUrl) {
    AvroSerializer<T> serializer = new AvroSerializer<>();
    AvroDeserializer<T> deserializer = new AvroDeserializer<>(type);
    Map<String, String> settings = Map.of(AvroSerializer.REGISTRY_URL, registryUrl);
    serializer.configure(settings, false);
    deserializer.configure(settings, false);
    return Serdes.serdeFrom(serializer, deserializer);
  }
}
