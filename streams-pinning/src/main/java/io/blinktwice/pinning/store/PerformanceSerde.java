package io.blinktwice.pinning.store;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.performance.decision.Finding;
import io.blinktwice.pinning.performance.decision.MeasuredRun;
import io.blinktwice.pinning.performance.decision.Metric;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import io.blinktwice.pinning.performance.decision.Trial;
import io.blinktwice.pinning.store.avro.StoredMeasuredRun;
import io.blinktwice.pinning.store.avro.StoredPerformance;
import io.blinktwice.pinning.store.avro.StoredSpeedTrial;
import io.blinktwice.runtime.serde.AvroBody;
import io.blinktwice.schemas.TrustedRecords;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Bytes of the store {@code performance-by-fingerprint}: one that names the format, then Avro.
 *
 * <p>At most 88 runs of a workload at some 30 bytes each: below 4 kB, whatever comes.
 */
public final class PerformanceSerde {
  private static final byte FORMAT = 1;
  private static final byte[] HEAD = {FORMAT};

  static {
    TrustedRecords.register();
  }

  private static final AvroBody<StoredPerformance> BODY = new AvroBody<>(StoredPerformance.class);

  private PerformanceSerde() {}

  public static Serde<PerformanceRecord> create() {
    return Serdes.serdeFrom(
        (topic, known) -> known == null ? null : BODY.behind(HEAD, stored(known)),
        (topic, bytes) -> bytes == null ? null : record(bytes));
  }

  private static PerformanceRecord record(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new SerializationException(
          "the figures were written by another release of this program");
    }
    return record(BODY.from(bytes, HEAD.length));
  }

  private static StoredPerformance stored(PerformanceRecord known) {
    EngineVersion version = known.version();
    Trial trial = known.trial();
    return StoredPerformance.newBuilder()
        .setVersion(version == null ? null : version.value())
        .setCodeHash(known.codeHash())
        .setRuns(stored(known.runs()))
        .setTrial(trial == null ? null : stored(trial))
        .build();
  }

  private static StoredSpeedTrial stored(Trial trial) {
    StoredSpeedTrial.Builder stored =
        StoredSpeedTrial.newBuilder()
            .setVersion(trial.version().value())
            .setRuns(stored(trial.runs()))
            .setRepeats(trial.repeats())
            .setAgain(List.of());
    return switch (trial.stage()) {
      case Trial.Stage.Watching watching -> stored.setStage("WATCHING").build();
      case Trial.Stage.Confirming(Finding finding, var again) ->
          stored
              .setStage("CONFIRMING")
              .setFinding(StoredSpeed.finding(finding))
              .setAgain(stored(again))
              .build();
      case Trial.Stage.Slower(Finding finding) ->
          stored.setStage("SLOWER").setFinding(StoredSpeed.finding(finding)).build();
    };
  }

  private static List<StoredMeasuredRun> stored(List<MeasuredRun> runs) {
    return runs.stream().map(PerformanceSerde::stored).toList();
  }

  /** Figures are whole numbers, of milliseconds or bytes, each in a field of its own name. */
  private static StoredMeasuredRun stored(MeasuredRun run) {
    StoredMeasuredRun stored = new StoredMeasuredRun();
    stored.setInputBytes(run.inputBytes());
    run.metrics().forEach((metric, value) -> stored.put(field(metric).pos(), Math.round(value)));
    return stored;
  }

  private static Schema.Field field(Metric metric) {
    return StoredMeasuredRun.getClassSchema().getField(metric.figure());
  }

  private static PerformanceRecord record(StoredPerformance stored) {
    StoredSpeedTrial trial = stored.getTrial();
    return new PerformanceRecord(
        stored.getVersion() == null ? null : new EngineVersion(stored.getVersion()),
        stored.getCodeHash(),
        runs(stored.getRuns()),
        trial == null ? null : trial(trial));
  }

  private static Trial trial(StoredSpeedTrial stored) {
    Trial.Stage stage =
        switch (stored.getStage()) {
          case "WATCHING" -> new Trial.Stage.Watching();
          case "CONFIRMING" -> new Trial.Stage.Confirming(finding(stored), runs(stored.getAgain()));
          case "SLOWER" -> new Trial.Stage.Slower(finding(stored));
          default -> throw new SerializationException("no such stage: " + stored.getStage());
        };
    return new Trial(
        new EngineVersion(stored.getVersion()), runs(stored.getRuns()), stage, stored.getRepeats());
  }

  private static Finding finding(StoredSpeedTrial stored) {
    return StoredSpeed.finding(
        Objects.requireNonNull(stored.getFinding(), "a stored stage without its finding"));
  }

  private static List<MeasuredRun> runs(List<StoredMeasuredRun> stored) {
    return stored.stream().map(PerformanceSerde::run).toList();
  }

  private static MeasuredRun run(StoredMeasuredRun stored) {
    EnumMap<Metric, Double> metrics = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (metric.comparable() && stored.get(field(metric).pos()) instanceof Long value) {
        metrics.put(metric, value.doubleValue());
      }
    }
    return new MeasuredRun(stored.getInputBytes(), metrics);
  }
}
