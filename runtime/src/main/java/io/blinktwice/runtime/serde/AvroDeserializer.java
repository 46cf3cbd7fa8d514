package io.blinktwice.runtime.serde;

import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one kind of specific Avro record in Confluent's wire format. Whatever else the bytes are,
 * the answer is a {@link SerializationException} that says so, never a half-read value.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  static {
    // Random bytes can claim lengths of gigabytes; Avro allocates before it reads. Our records are
    // bounded far below this, and whoever needs more can set the properties.
    limit("org.apache.avro.limits.bytes.maxLength");
    limit("org.apache.avro.limits.string.maxLength");
    limit("org.apache.avro.limits.collectionItems.maxLength");
  }

  private final Class<T> type;
  private final Schema readerSchema;
  private @Nullable SchemaRegistry registry;

  public AvroDeserializer(Class<T> type) {
    this.type = type;
    this.readerSchema = SpecificData.get().getSchema(type);
  }

  private static void limit(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(4 << 20));
    }
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    registry = SchemaRegistry.at(AvroSerializer.required(configs));
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    if (registry == null) {
      throw new IllegalStateException("configure() was not called");
    }
    ConfluentFrame frame = ConfluentFrame.of(bytes);
    Schema writerSchema = registry.byId(frame.schemaId());
    if (!writerSchema.getFullName().equals(readerSchema.getFullName())) {
      throw new SerializationException(
          "schema %d is %s, where %s was expected"
              .formatted(frame.schemaId(), writerSchema.getFullName(), readerSchema.getFullName()));
    }
    return decoded(frame, writerSchema);
  }

  private T decoded(ConfluentFrame frame, Schema writerSchema) {
    int offset = frame.body().arrayOffset();
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(frame.body().array(), offset, frame.body().remaining(), null);
    T value;
    boolean atEnd;
    try {
      value =
          new SpecificDatumReader<T>(writerSchema, readerSchema, SpecificData.getForClass(type))
              .read(null, decoder);
      atEnd = decoder.isEnd();
    } catch (IOException | RuntimeException e) {
      throw new SerializationException(
          "the body does not fit its schema " + writerSchema.getFullName(), e);
    }
    if (!atEnd) {
      throw new SerializationException("bytes are left over after the record");
    }
    return value;
  }
}
