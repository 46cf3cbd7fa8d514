package io.blinktwice.pinning.store;

import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.avro.StoredWorkload;
import io.blinktwice.runtime.serde.AvroBody;
import io.blinktwice.schemas.TrustedRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Bytes of the store {@code workloads-by-fingerprint}.
 *
 * <p>The first byte names the format. Every format that there is can be read; which one is written
 * is the installation's choice, because during a rolling upgrade a state comes back to an instance
 * of the earlier release. Formats up to 7 are Avro: the schemas of old ones stay as resources, and
 * Avro fills in what they did not have. Whatever is added takes a new number.
 */
public final class WorkloadSerde {
  static {
    TrustedRecords.register();
  }

  private static final AvroBody<StoredWorkload> FIRST =
      new AvroBody<>(schema("StoredWorkload-1.avsc"), StoredWorkload.class);
  private static final AvroBody<StoredWorkload> SECOND =
      new AvroBody<>(schema("StoredWorkload-2.avsc"), StoredWorkload.class);
  private static final AvroBody<StoredWorkload> NOW = new AvroBody<>(StoredWorkload.class);

  private WorkloadSerde() {}

  public static Serde<KnownWorkload> writing(StoreFormat format) {
    ReadLast last = new ReadLast(WorkloadSerde::known);
    return Serdes.serdeFrom(
        (topic, known) -> known == null ? null : bytes(known, format),
        (topic, bytes) -> bytes == null ? null : last.of(bytes));
  }

  private static byte[] bytes(KnownWorkload known, StoreFormat format) {
    byte[] head = format.head();
    if (format.layout() != known.layout()) {
      throw new IllegalStateException(
          "runs that lie in " + known.layout() + " have no place in format " + head[0]);
    }
    byte[] before = format.layout() == Layout.WHOLE ? head : joined(head, known.rested().bytes());
    return format.sealed(
        format.isPacked()
            ? PackedWorkload.behind(before, known.state(), format.knowsRefusals())
            : NOW.behind(before, ToStored.workload(known.state())));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static KnownWorkload known(byte[] bytes) {
    StoreFormat format = StoreFormat.of(bytes);
    int begin = format.bodyOf(bytes);
    return switch (format) {
      case FIRST -> whole(FIRST.from(bytes, begin));
      case SECOND, SECOND_CHECKED -> whole(SECOND.from(bytes, begin));
      case PLAIN, CHECKED -> whole(NOW.from(bytes, begin));
      case APART, APART_CHECKED -> {
        RestedRuns rested = RestedRuns.from(bytes, begin);
        StoredWorkload stored = NOW.from(bytes, begin + rested.sizeInBytes());
        yield new KnownWorkload(FromStored.workload(stored), rested, Layout.SLOTS);
      }
      case PACKED, PACKED_CHECKED, REFUSING, REFUSING_CHECKED -> {
        RestedRuns rested = RestedRuns.from(bytes, begin);
        WorkloadState state = unpacked(bytes, begin + rested.sizeInBytes(), format);
        yield new KnownWorkload(state, rested, Layout.BUCKETS);
      }
    };
  }

  private static WorkloadState unpacked(byte[] bytes, int begin, StoreFormat format) {
    try {
      return PackedWorkload.from(bytes, begin, format.knowsRefusals());
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new SerializationException("the state is damaged", e);
    }
  }

  private static KnownWorkload whole(StoredWorkload stored) {
    return new KnownWorkload(FromStored.workload(stored), RestedRuns.NONE, Layout.WHOLE);
  }

  private static Schema schema(String resource) {
    try (InputStream in = WorkloadSerde.class.getResourceAsStream(resource)) {
      return new Schema.Parser().parse(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }
}
