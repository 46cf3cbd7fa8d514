package io.blinktwice.runtime.serde;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes specific Avro records in Confluent's wire format.
 *
 * <p>A serializer like any other: named by {@code value.serializer}, it takes the settings of
 * Confluent's own and names subjects in the same way, so that either can be put in the other's
 * place.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
  static final String REGISTERS = "auto.register.schemas";
  private static final String NEWEST = "use.latest.version";

  private final Map<Class<?>, AvroBody<T>> bodies = new ConcurrentHashMap<>();
  private @Nullable SchemaRegistry registry;
  private SubjectNames subjects = SubjectNames.TOPIC;
  private boolean registers = true;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    if ("true".equals(RegistrySettings.text(configs, NEWEST))) {
      throw new ConfigException(
          NEWEST + " is true; this serializer writes with the schema of the record's class only");
    }
    registry = SchemaRegistry.of(RegistrySettings.of(configs));
    subjects = SubjectNames.of(configs);
    registers = !"false".equals(RegistrySettings.text(configs, REGISTERS));
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T value) {
    if (value == null) {
      return null;
    }
    if (registry == null) {
      throw new IllegalStateException("configure() was not called");
    }
    Schema schema = value.getSchema();
    return encoded(value, registry.idOf(subjects.of(topic, schema), schema, registers));
  }

  @SuppressWarnings("unchecked") // A record is of its own class.
  private byte[] encoded(T value, int schemaId) {
    AvroBody<T> body =
        bodies.computeIfAbsent(value.getClass(), type -> new AvroBody<>((Class<T>) type));
    return body.behind(ConfluentFrame.header(schemaId), value);
  }
}
