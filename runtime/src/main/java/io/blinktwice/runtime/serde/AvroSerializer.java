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
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes specific Avro records in Confluent's wire format.
 *
 * <p>Takes the same settings as Confluent's own serializer ({@code schema.registry.url}) and names
 * subjects in the same way ({@code <topic>-value}), so that either can be put in the other's place.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
  static final String REGISTRY_URL = "schema.registry.url";

  private @Nullable SchemaRegistry registry;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    registry = SchemaRegistry.at(required(configs));
  }

  static String required(Map<String, ?> configs) {
    Object url = configs.get(REGISTRY_URL);
    if (url == null) {
      throw new IllegalArgumentException("the setting " + REGISTRY_URL + " is missing");
    }
    return url.toString();
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T value) {
    if (value == null) {
      return null;
    }
    if (registry == null) {
      throw new IllegalStateException("configure() was not called");
    }
    return encoded(value, registry.idOf(topic + "-value", value.getSchema()));
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
