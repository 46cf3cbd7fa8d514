package io.blinktwice.pinning.store;

import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.avro.StoredWorkload;
import io.blinktwice.runtime.serde.AvroBody;
import io.blinktwice.schemas.TrustedRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.avro.Schema;
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
  static {
    TrustedRecords.register();
  }

  private static final AvroBody<StoredWorkload> FIRST =
      new AvroBody<>(schema("StoredWorkload-1.avsc"), StoredWorkload.class);
  private static final AvroBody<StoredWorkload> SECOND =
      new AvroBody<>(schema("StoredWorkload-2.avsc"), StoredWorkload.class);
  private static final AvroBody<StoredWorkload> NOW = new AvroBody<>(StoredWorkload.class);

  private WorkloadSerde() {}

  public static Serde<WorkloadState> writing(StoreFormat format) {
    return Serdes.serdeFrom(
        (topic, state) -> state == null ? null : format.framed(body(state)),
        (topic, bytes) -> state(bytes));
  }

  private static byte[] body(WorkloadState state) {
    return NOW.behind(new byte[0], ToStored.workload(state));
  }

  private static @Nullable WorkloadState state(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    StoreFormat format = StoreFormat.of(bytes);
    AvroBody<StoredWorkload> body =
        switch (format) {
          case FIRST -> FIRST;
          case SECOND, SECOND_CHECKED -> SECOND;
          case PLAIN, CHECKED -> NOW;
        };
    return FromStored.workload(body.from(bytes, format.bodyOf(bytes)));
  }

  private static Schema schema(String resource) {
    try (InputStream in = WorkloadSerde.class.getResourceAsStream(resource)) {
      return new Schema.Parser().parse(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }
}
