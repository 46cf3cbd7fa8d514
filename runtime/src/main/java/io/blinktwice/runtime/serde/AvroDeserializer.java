package io.blinktwice.runtime.serde;

import io.blinktwice.schemas.Topics;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
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

  /** By the id of the writer's schema: to compare schemas takes as long as to read a record. */
  private final Map<Integer, Written<T>> written = new ConcurrentHashMap<>();

  private @Nullable SchemaRegistry registry;

  /** What was written under a schema, and how it is read. */
  private record Written<T extends SpecificRecord>(Schema schema, AvroBody<T> body) {}

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
    return decoded(frame, written(frame.schemaId(), registry.byId(frame.schemaId())));
  }

  @SuppressWarnings("ReferenceEquality") // The registry gives the same one until it learns better.
  private Written<T> written(int id, Schema schema) {
    Written<T> known = written.get(id);
    if (known == null || known.schema() != schema) {
      known = new Written<>(schema, body(schema));
      written.put(id, known);
    }
    return known;
  }

  private T decoded(ConfluentFrame frame, Written<T> written) {
    try {
      return written.body().from(frame.body().array(), frame.body().arrayOffset());
    } catch (SerializationException e) {
      throw new SerializationException(
          "%s: %s".formatted(written.schema().getFullName(), e.getMessage()), e);
    }
  }

  @SuppressWarnings("unchecked") // The class that the schema names is what is asked for.
  private static <T extends SpecificRecord> AvroBody<T> body(Schema writerSchema) {
    Class<?> type = SpecificData.get().getClass(writerSchema);
    if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
      throw new SerializationException("there is no class for " + writerSchema.getFullName());
    }
    return new AvroBody<>(writerSchema, (Class<T>) type);
  }
}
