package io.blinktwice.pinning.store;

import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.avro.StoredWorkload;
import io.blinktwice.schemas.TrustedRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of the store {@code workloads-by-fingerprint}.
 *
 * <p>The first byte names the format. Every format that there is can be read; which one is written
 * is the installation's choice, because during a rolling upgrade a state comes back to an instance
 * of the earlier release. A new field takes a new number: the schema of the old one stays as a
 * resource, and Avro fills in what it did not have. Anything else takes a new application id.
 */
public final class WorkloadSerde {
  private static final Schema FIRST = schema("StoredWorkload-1.avsc");
  private static final Schema SECOND = schema("StoredWorkload-2.avsc");

  static {
    TrustedRecords.register();
  }

  private WorkloadSerde() {}

  public static Serde<WorkloadState> writing(StoreFormat format) {
    return Serdes.serdeFrom(
        (topic, state) -> state == null ? null : format.framed(body(state)),
        (topic, bytes) -> state(bytes));
  }

  private static byte[] body(WorkloadState state) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<>(StoredWorkload.class).write(ToStored.workload(state), encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }

  private static @Nullable WorkloadState state(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    StoreFormat format = StoreFormat.of(bytes);
    int from = format.bodyOf(bytes);
    Schema written =
        switch (format) {
          case FIRST -> FIRST;
          case SECOND, SECOND_CHECKED -> SECOND;
          case PLAIN, CHECKED -> StoredWorkload.getClassSchema();
        };
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
    try {
      return FromStored.workload(
          new SpecificDatumReader<StoredWorkload>(written, StoredWorkload.getClassSchema())
              .read(null, decoder));
    } catch (IOException e) {
      throw new SerializationException("the state cannot be read", e);
    }
  }

  private static Schema schema(String resource) {
    try (InputStream in = WorkloadSerde.class.getResourceAsStream(resource)) {
      return new Schema.Parser().parse(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }
}
