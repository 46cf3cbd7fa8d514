package io.blinktwice.runtime.serde;

import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads specific Avro records in Confluent's wire format. Whatever else the bytes are, the answer
 * is a {@link SerializationException} that says so, never a half-read value.
 *
 * <p>A deserializer like any other: named by {@code value.deserializer}, it takes the settings of
 * Confluent's own. The class that it reads into is the one that the writer's schema names.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  static {
    // The catalogue tells Avro to trust our classes; named by configuration, we come before it.
    Objects.requireNonNull(Topics.ALL);
    // Random bytes can claim lengths of gigabytes; Avro allocates before it reads. Our records are
    // bounded far below this, and whoever needs more can set the properties.
    limit("org.apache.avro.limits.bytes.maxLength");
    limit("org.apache.avro.limits.string.maxLength");
    limit("org.apache.avro.limits.collectionItems.maxLength");
  }

  private static final String SPECIFIC = "specific.avro.reader";

  private @Nullable SchemaRegistry registry;

  private static void limit(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(4 << 20));
    }
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    if ("false".equals(RegistrySettings.text(configs, SPECIFIC))) {
      throw new ConfigException(SPECIFIC + " is false; this deserializer reads into classes only");
    }
    registry = SchemaRegistry.of(RegistrySettings.of(configs));
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
    return decoded(frame, registry.byId(frame.schemaId()));
  }

  private T decoded(ConfluentFrame frame, Schema writerSchema) {
    Schema readerSchema = readerSchema(writerSchema);
    int offset = frame.body().arrayOffset();
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(frame.body().array(), offset, frame.body().remaining(), null);
    T value;
    boolean atEnd;
    try {
      value =
          new SpecificDatumReader<T>(
                  writerSchema, readerSchema, SpecificData.getForSchema(readerSchema))
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

  private static Schema readerSchema(Schema writerSchema) {
    Class<?> type = SpecificData.get().getClass(writerSchema);
    if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
      throw new SerializationException("there is no class for " + writerSchema.getFullName());
    }
    return SpecificData.get().getSchema(type);
  }
}
