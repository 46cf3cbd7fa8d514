package io.blinktwice.autoscaler.topology;

import io.blinktwice.autoscaler.metrics.AutoscalerMetrics;
import io.blinktwice.autoscaler.vertical.decision.MeasuredPeak;
import io.blinktwice.autoscaler.vertical.decision.MemoryAdvisor;
import io.blinktwice.autoscaler.vertical.decision.WorkloadNeeds;
import io.blinktwice.autoscaler.vertical.decision.WorkloadNeeds.Advice;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Reason;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.events.VersionGrowth;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What runs of a workload needed, or what they lacked, becomes advice for its next run. The failure
 * itself says which cluster it was on, the classification that memory ran out: whichever comes
 * first waits for the other.
 */
final class AdviseWorkloads
    extends ContextualProcessor<String, SpecificRecord, String, SpecificRecord> {
  private static final String ROLE = "autoscaler";
  private static final String RULES = "memory-1";
  private static final String WAITING = "#waiting";

  /** Bytes that a server of an unknown size is taken to have. */
  private static final double UNKNOWN_BYTES = 1L << 30;

  private final Supplier<List<WorkloadNeeds.Size>> sizes;

  AdviseWorkloads(Supplier<List<WorkloadNeeds.Size>> sizes) {
    this.sizes = sizes;
  }

  private KeyValueStore<String, byte[]> store() {
    return context().getStateStore(ScalingTopology.WORKLOADS);
  }

  @Override
  public void process(Record<@Nullable String, @Nullable SpecificRecord> heard) {
    String key = heard.key();
    switch (heard.value()) {
      case RunEvent run -> {
        if (!run.getFingerprint().equals(key)) {
          throw new UnusableRecord("the key is not the fingerprint");
        }
        ran(heard.withKey(key).withValue(run), run);
      }
      case FailureClassification failure -> {
        if (!failure.getFingerprint().equals(key)) {
          throw new UnusableRecord("the key is not the fingerprint");
        }
        classified(heard.withKey(key).withValue(failure), failure);
      }
      case null -> throw new UnusableRecord("nothing is said of the workload");
      default -> throw new UnusableRecord("nothing is known of such records");
    }
  }

  private void ran(Record<String, SpecificRecord> heard, RunEvent run) {
    RunMetrics measured = run.getMeasured();
    if (run.getKind() == RunEventKind.FAILED && run.getClusterSize() != null) {
      store().put(heard.key() + WAITING, Had.of(run).bytes());
      return;
    }
    if (run.getKind() != RunEventKind.SUCCEEDED || measured == null) {
      return;
    }
    Long heap = measured.getPeakHeapBytes();
    Long peak = heap == null ? measured.getPeakMemoryBytes() : heap;
    Long input = measured.getInputBytes();
    if (peak == null || peak <= 0) {
      return;
    }
    WorkloadNeeds needs = needs(heard.key());
    Optional<Advice> advice =
        needs.succeeded(
            run.getRunId(),
            run.getEngineVersion(),
            new MeasuredPeak(
                input == null ? 0 : Math.max(0, input), needed(peak, run.getClusterSize()), false),
            sizes.get());
    tell(heard, needs, advice, new Whose(run.getWorkspace(), run.getWorkload()));
  }

  /**
   * A heap is let grow before it is cleaned, so that its peak tells of its bound as much as of the
   * run; but what went well on a size needs no larger one.
   */
  private double needed(long peak, @Nullable String size) {
    double fits =
        sizes.get().stream()
            .filter(each -> each.name().equals(size))
            .mapToDouble(WorkloadNeeds.Size::bytes)
            .findFirst()
            .orElse(Double.MAX_VALUE);
    return Math.min(peak, fits / MemoryAdvisor.ROOM);
  }

  private void classified(Record<String, SpecificRecord> heard, FailureClassification failure) {
    if (!failure.getOom() || failure.getCorrects() != null) {
      return;
    }
    Had had = had(heard.key(), failure);
    String size = had.size();
    List<WorkloadNeeds.Size> known = sizes.get();
    double bytes =
        known.stream()
            .filter(each -> each.name().equals(size))
            .mapToDouble(WorkloadNeeds.Size::bytes)
            .findFirst()
            .orElse(known.isEmpty() ? UNKNOWN_BYTES : known.getFirst().bytes());
    String version = failure.getEngineVersion();
    WorkloadNeeds needs = needs(heard.key());
    Optional<Advice> advice =
        needs.outOfMemory(
            failure.getRunId(),
            version == null ? "" : version,
            bytes,
            size,
            had.neighbours(),
            known);
    tell(heard, needs, advice, new Whose(failure.getWorkspace(), failure.getWorkload()));
  }

  /** What the failed attempt had, where its own event said so. */
  private Had had(String key, FailureClassification failure) {
    byte[] waiting = store().get(key + WAITING);
    Had had = waiting == null ? Had.UNKNOWN : Had.of(waiting);
    return had.run().equals(failure.getRunId()) && had.attempt() == failure.getAttempt()
        ? had
        : Had.UNKNOWN;
  }

  /** The size that a failed attempt had, and other operations there, until its classification. */
  private record Had(String run, int attempt, String size, int neighbours) {
    static final Had UNKNOWN = new Had("", 0, "", 0);

    static Had of(RunEvent run) {
      Integer others = run.getNeighbours();
      String size = run.getClusterSize();
      return new Had(
          run.getRunId(),
          run.getAttempt(),
          size == null ? "" : size,
          others == null ? 0 : Math.max(0, others));
    }

    static Had of(byte[] stored) {
      String[] parts = new String(stored, StandardCharsets.UTF_8).split("\n", -1);
      return new Had(
          parts[0],
          Integer.parseInt(parts[1]),
          parts[2],
          parts.length > 3 ? Integer.parseInt(parts[3]) : 0);
    }

    byte[] bytes() {
      return String.join("\n", run, String.valueOf(attempt), size, String.valueOf(neighbours))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private WorkloadNeeds needs(String key) {
    byte[] stored = store().get(key);
    return stored == null ? new WorkloadNeeds() : WorkloadNeeds.restored(stored);
  }

  private record Whose(String workspace, String workload) {}

  private void tell(
      Record<String, SpecificRecord> heard,
      WorkloadNeeds needs,
      Optional<Advice> advised,
      Whose whose) {
    store().put(heard.key(), needs.state());
    if (advised.isEmpty()) {
      return;
    }
    Advice advice = advised.get();
    String input = Coordinates.of(context());
    String id = DecisionId.of("advice", RULES, heard.key(), input).value();
    WorkloadNeeds.Size size = advice.size();
    Instant at = Instant.ofEpochMilli(heard.timestamp());
    ResourceAdvice written =
        ResourceAdvice.newBuilder()
            .setWorkspace(whose.workspace())
            .setWorkload(whose.workload())
            .setFingerprint(heard.key())
            .setAdviceId(id)
            .setSize(size == null ? null : size.name())
            .setMemoryBytes(Math.round(advice.bytes()))
            .setCores(size == null || size.cores() <= 0 ? null : size.cores())
            .setAlone(advice.alone())
            .setLadderStep(advice.step())
            .setInputBytes(advice.inputBytes() > 0 ? Math.round(advice.inputBytes()) : null)
            .setRuns(advice.runs())
            .setGrowth(advice.growth().stream().map(AdviseWorkloads::written).toList())
            .setReasons(
                advice.reasons().stream()
                    .map(reason -> new Reason(reason.rule(), reason.sentence()))
                    .toList())
            .setInputs(List.of(input))
            .setRuleVersion(RULES)
            .setAt(at)
            .build();
    Headers headers = new RecordHeaders(heard.headers());
    CloudEvents.stamp(headers, id, ROLE, ResourceAdvice.class, at);
    AutoscalerMetrics.ADVICE.increment(advice.reasons().getFirst().rule());
    context()
        .forward(
            new Record<>(heard.key(), written, heard.timestamp(), headers), ScalingTopology.ADVICE);
  }

  private static VersionGrowth written(WorkloadNeeds.Grown grown) {
    return VersionGrowth.newBuilder()
        .setFromVersion(grown.from())
        .setToVersion(grown.to())
        .setMetric("peakHeapBytes")
        .setRatio(grown.by().ratio())
        .setLow(grown.by().low())
        .setHigh(grown.by().high())
        .setRuns(grown.by().runs())
        .build();
  }
}
