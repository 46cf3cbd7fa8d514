package io.blinktwice.pinning.topology;

import io.blinktwice.contract.RunId;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.pinning.decision.Outcome;
import io.blinktwice.pinning.decision.Pinning;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.decision.SpeedWatch;
import io.blinktwice.pinning.decision.Timers;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.metrics.PinningMetrics;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import io.blinktwice.pinning.store.Alarms;
import io.blinktwice.pinning.store.KnownFigures;
import io.blinktwice.pinning.store.StoreFormat;
import io.blinktwice.pinning.store.Workloads;
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
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Decode, decide, remember, tell. Alarms that ring only write records, which take effect when they
 * are read back.
 */
final class DecideProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {
  private static final String SOURCE = "blinktwice/pinning";
  private static final Duration ALARMS_RING_EVERY = Duration.ofSeconds(30);
  private static final int ALARMS_AT_ONCE = 1_000;

  /** When to look again after what an alarm wrote should long have been read. */
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  private final Supplier<FleetPolicy> under;
  private final StoreFormat written;
  private @Nullable Ready ready;

  DecideProcessor(Supplier<FleetPolicy> under, StoreFormat written) {
    this.under = under;
    this.written = written;
  }

  /** What a started task has. */
  private record Ready(
      ProcessorContext<String, SpecificRecord> context,
      Workloads workloads,
      KnownFigures figures,
      KeptSizes sizes,
      Alarms alarms,
      Sensor deduplicated) {}

  /** Also called where a task begins anew on the same processor: nothing is kept from before. */
  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    ready =
        new Ready(
            context,
            new Workloads(
                context.getStateStore(PinningTopology.STORE),
                context.getStateStore(PinningTopology.RESTED),
                context.getStateStore(PinningTopology.FORGOTTEN),
                written),
            new KnownFigures(context.getStateStore(PinningTopology.PERFORMANCE)),
            new KeptSizes(context.getStateStore(PinningTopology.SIZES)),
            new Alarms(context.getStateStore(PinningTopology.ALARMS)),
            context
                .metrics()
                .addRateTotalSensor(
                    "pinning",
                    context.taskId().toString(),
                    "deduplicated",
                    Sensor.RecordingLevel.INFO));
    context.schedule(
        ALARMS_RING_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> ring(Instant.ofEpochMilli(now)));
  }

  @Override
  public void close() {
    ready = null;
  }

  private Ready ready() {
    return Objects.requireNonNull(ready, "not initialised");
  }

  @Override
  public void process(Record<String, SpecificRecord> seen) {
    SpecificRecord value = usable(seen);
    if (value instanceof ResourceAdvice advice) {
      ready().sizes.advised(seen.key(), advice);
    } else {
      decide(seen, value);
    }
  }

  private void decide(Record<String, SpecificRecord> seen, SpecificRecord value) {
    Decoding said = Decoding.of(value);
    Decoding decoded = written.isPacked() ? said : said.withoutOpinion();
    String key = decoded.workload().fingerprint().value();
    if (!key.equals(seen.key())) {
      throw new UnusableRecord("the record's key is not the fingerprint that it speaks of");
    }
    Instant at = Instant.ofEpochMilli(seen.timestamp());
    WorkloadState before = ready().workloads.toDecide(decoded.workload(), decoded.run(), at);
    FleetPolicy now = under.get().knowing(ready().sizes.toDecide(key, value));
    Outcome outcome =
        isForgotten(before, decoded.run(), at)
            ? new Outcome(before, List.of())
            : watched(key, Pinning.decide(before, decoded.observation(), now, at), now, at);
    if (outcome.changes().isEmpty()) {
      ready().deduplicated.record();
    } else {
      remember(key, outcome, now, at);
      new Encoding(outcome, ready().sizes.after(key, outcome, now.sizing()), coordinates(now), at)
          .records()
          .forEach(told -> forward(key, told, seen));
      PinningMetrics.decided(outcome, since(seen));
    }
  }

  /** Both stores change in the same task and transaction, so no crash can part them. */
  private Outcome watched(String key, Outcome decided, FleetPolicy now, Instant at) {
    if (!SpeedWatch.concerns(decided)) {
      return decided;
    }
    PerformanceRecord before = ready().figures.of(key);
    SpeedWatch.Watched watched = SpeedWatch.decide(decided, before, now, at);
    if (!watched.record().equals(before)) {
      ready().figures.remember(key, watched.record());
    }
    return watched.outcome();
  }

  private boolean isForgotten(WorkloadState before, @Nullable RunId run, Instant at) {
    return run != null && ready().workloads.haveForgotten(before, run, at);
  }

  private void remember(String key, Outcome outcome, FleetPolicy now, Instant at) {
    ready().workloads.remember(outcome, at);
    ready().alarms.setAtTheLatest(key, Timers.next(outcome.next(), now.policy()));
  }

  private void ring(Instant now) {
    for (String key : ready().alarms.ring(now, ALARMS_AT_ONCE)) {
      WorkloadState state = ready().workloads.underWay(key, now);
      if (state == null) {
        continue;
      }
      TimerRecords records = new TimerRecords(state.workload(), now);
      Record<String, SpecificRecord> cause =
          new Record<>(key, null, now.toEpochMilli(), new RecordHeaders());
      Timers.due(state, under.get().policy(), now)
          .forEach(due -> forward(key, records.of(due), cause));
      Instant next = Timers.next(state, under.get().policy());
      boolean told = next != null && !next.isAfter(now);
      ready().alarms.setAtTheLatest(key, told ? now.plus(LOOK_AGAIN) : next);
    }
  }

  private Duration since(Record<String, SpecificRecord> seen) {
    return Duration.ofMillis(ready().context.currentSystemTimeMs() - seen.timestamp());
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
    RecordMetadata at = ready().context.recordMetadata().orElseThrow();
    return List.of(
        at.topic() + "-" + at.partition() + "@" + at.offset(), now.fleet().epoch().toString());
  }

  private void forward(String key, Encoding.Told told, Record<String, SpecificRecord> cause) {
    Headers headers = CloudEvents.carriedOn(cause.headers());
    Instant at = Instant.ofEpochMilli(cause.timestamp());
    CloudEvents.stamp(headers, told.id(), SOURCE, told.topic().value(), at);
    ready()
        .context
        .forward(
            new Record<>(key, told.value(), cause.timestamp(), headers),
            PinningTopology.sinkOf(told.topic()));
  }
}
