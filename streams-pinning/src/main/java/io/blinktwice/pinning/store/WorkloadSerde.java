package io.blinktwice.pinning.store;

import io.blinktwice.pinning.store.avro.StoredWorkload;
import io.blinktwice.runtime.serde.AvroBody;
import io.blinktwice.schemas.TrustedRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Bytes of the store {@code workloads-by-fingerprint}.
 *
 * <p>The first byte names the format. Every format that there is can be read; which one is written
 * is the installation's choice, because during a rolling upgrade a state comes back to an instance
 * of the earlier release. A new field takes a new number: the schema of the old one stays as a
 * resource, and Avro fills in what it did not have. Anything else takes a new application id.
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
    if (!format.keepsRestedRunsApart() && !known.rested().slots().isEmpty()) {
      throw new IllegalStateException("runs that lie apart have no place in format " + head[0]);
    }
    byte[] before = format.keepsRestedRunsApart() ? joined(head, known.rested().bytes()) : head;
    return format.sealed(NOW.behind(before, ToStored.workload(known.state())));
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
      case FIRST -> known(FIRST.from(bytes, begin), RestedRuns.NONE);
      case SECOND, SECOND_CHECKED -> known(SECOND.from(bytes, begin), RestedRuns.NONE);
      case PLAIN, CHECKED -> known(NOW.from(bytes, begin), RestedRuns.NONE);
      case APART, APART_CHECKED -> {
        RestedRuns rested = RestedRuns.from(bytes, begin);
        yield known(NOW.from(bytes, begin + rested.sizeInBytes()), rested);
      }
    };
  }

  private static KnownWorkload known(StoredWorkload stored, RestedRuns rested) {
    return new KnownWorkload(FromStored.workload(stored), rested);
  }

  private static Schema schema(String resource) {
    try (InputStream in = WorkloadSerde.class.getResourceAsStream(resource)) {
      return new Schema.Parser().parse(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }
}
