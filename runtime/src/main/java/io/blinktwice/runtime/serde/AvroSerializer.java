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
import org.apache.kafka.common.errors.RecordTooLargeException;
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

  private final int maxBytes;
  private @Nullable SchemaRegistry registry;

  public AvroSerializer() {
    this(Integer.MAX_VALUE);
  }

  /**
   * Refuses larger values here, where that costs nothing: refused by the producer or the broker, a
   * record takes its whole transaction with it.
   */
  AvroSerializer(int maxBytes) {
    this.maxBytes = maxBytes;
  }

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
    byte[] bytes = encoded(value, registry.idOf(topic + "-value", value.getSchema()));
    if (bytes.length > maxBytes) {
      throw new RecordTooLargeException(
          "a %s of %d bytes is too large for %s, which takes %d"
              .formatted(value.getSchema().getName(), bytes.length, topic, maxBytes));
    }
    return bytes;
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
