package io.blinktwice.pinning.topology;

import io.blinktwice.pinning.decision.Outcome;
import io.blinktwice.pinning.decision.Pinning;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.metrics.PinningMetrics;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Decode, decide, remember, tell. */
final class DecideProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {
  private static final String SOURCE = "blinktwice/pinning";

  private final Supplier<FleetPolicy> under;
  private @Nullable ProcessorContext<String, SpecificRecord> context;
  private @Nullable KeyValueStore<String, WorkloadState> workloads;

  DecideProcessor(Supplier<FleetPolicy> under) {
    this.under = under;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.workloads = context.getStateStore(PinningTopology.STORE);
  }

  @Override
  public void process(Record<String, SpecificRecord> seen) {
    Decoding decoded = Decoding.of(usable(seen));
    String key = decoded.workload().fingerprint().value();
    if (!key.equals(seen.key())) {
      throw new UnusableRecord("the record's key is not the fingerprint that it speaks of");
    }
    KeyValueStore<String, WorkloadState> store = Objects.requireNonNull(workloads);
    WorkloadState known = store.get(key);
    WorkloadState before = known == null ? WorkloadState.unknown(decoded.workload()) : known;
    Instant at = Instant.ofEpochMilli(seen.timestamp());
    FleetPolicy now = under.get();
    Outcome outcome = Pinning.decide(before, decoded.observation(), now, at);
    if (!outcome.changes().isEmpty()) {
      store.put(key, outcome.next());
      Encoding encoding = new Encoding(outcome, coordinates(now), at);
      encoding.records().forEach(told -> forward(key, told, seen));
      PinningMetrics.decided(outcome, since(seen));
    }
  }

  private Duration since(Record<String, SpecificRecord> seen) {
    return Duration.ofMillis(
        Objects.requireNonNull(context).currentSystemTimeMs() - seen.timestamp());
  }

  private static SpecificRecord usable(Record<String, SpecificRecord> seen) {
    if (seen.key() == null) {
      throw new UnusableRecord("the record has no key");
    }
    if (seen.value() == null) {
      throw new UnusableRecord("the record has no value");
    }
    return seen.value();
  }

  /** The record at hand and the state of the fleet: what a replay needs to decide the same. */
  private List<String> coordinates(FleetPolicy now) {
    RecordMetadata at = Objects.requireNonNull(context).recordMetadata().orElseThrow();
    return List.of(
        at.topic() + "-" + at.partition() + "@" + at.offset(), now.fleet().epoch().toString());
  }

  private void forward(String key, Encoding.Told told, Record<String, SpecificRecord> cause) {
    Headers headers = new RecordHeaders(cause.headers());
    CloudEvents.stamp(
        headers, told.id(), SOURCE, told.topic().value(), Instant.ofEpochMilli(cause.timestamp()));
    // say.
    Objects.requireNonNull(context)
        .forward(new Record<>(key, told.value(), cause.timestamp(), headers), told.topic().name());
  }
}
