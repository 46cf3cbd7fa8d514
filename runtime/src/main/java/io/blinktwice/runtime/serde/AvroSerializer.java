package io.blinktwice.runtime.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
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

  private static byte[] encoded(SpecificRecord value, int schemaId) {
    Schema schema = value.getSchema();
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try {
      out.write(ConfluentFrame.header(schemaId));
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new SpecificDatumWriter<>(schema, SpecificData.getForSchema(schema)).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }
}
