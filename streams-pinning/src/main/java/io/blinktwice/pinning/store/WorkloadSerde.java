package io.blinktwice.pinning.store;

import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.avro.StoredWorkload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * <p>The first byte names the format, so that a later build can tell what an earlier one wrote. A
 * breaking change takes a new number and a reader for the old one, or a new application id.
 */
public final class WorkloadSerde {
  private static final byte FORMAT = 1;

  private WorkloadSerde() {}

  public static Serde<WorkloadState> create() {
    return Serdes.serdeFrom((topic, state) -> bytes(state), (topic, bytes) -> state(bytes));
  }

  private static byte @Nullable [] bytes(@Nullable WorkloadState state) {
    if (state == null) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.write(FORMAT);
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
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new SerializationException(
          "the state was written by another version of this program (format %s)"
              .formatted(bytes.length == 0 ? "none" : bytes[0]));
    }
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null);
    try {
      return FromStored.workload(
          new SpecificDatumReader<>(StoredWorkload.class).read(null, decoder));
    } catch (IOException e) {
      throw new SerializationException("the state cannot be read", e);
    }
  }
}
