package io.blinktwice.pinning.performance.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of how long and large a workload's runs are.
 *
 * @param version the one that its newer ones are compared with; null before the first run
 * @param codeHash of the workload's code in these runs, where it was said
 * @param runs on that version, the newest last
 * @param trial of a newer version, if there is one
 */
public record PerformanceRecord(
    @Nullable EngineVersion version,
    @Nullable String codeHash,
    List<MeasuredRun> runs,
    @Nullable Trial trial) {
  public static final PerformanceRecord NONE = new PerformanceRecord(null, null, List.of(), null);

  public PerformanceRecord {
    runs = List.copyOf(runs);
  }

  /** Runs on the older version are wanted. */
  public boolean isConfirming() {
    return trial != null && trial.stage() instanceof Trial.Stage.Confirming;
  }

  /** Keeps the first name that the code is given. */
  PerformanceRecord named(@Nullable String ranCode) {
    return codeHash != null || ranCode == null
        ? this
        : new PerformanceRecord(version, ranCode, runs, trial);
  }

  PerformanceRecord with(@Nullable Trial next) {
    return new PerformanceRecord(version, codeHash, runs, next);
  }

  PerformanceRecord plus(MeasuredRun run, int kept) {
    List<MeasuredRun> more = new ArrayList<>(runs);
    more.add(run);
    return new PerformanceRecord(
        version, codeHash, more.subList(Math.max(0, more.size() - kept), more.size()), trial);
  }

  /** The trial's version becomes the one that later ones are compared with. */
  static PerformanceRecord accepted(Trial trial, @Nullable String codeHash, int kept) {
    List<MeasuredRun> runs = trial.runs();
    return new PerformanceRecord(
        trial.version(),
        codeHash,
        runs.subList(Math.max(0, runs.size() - kept), runs.size()),
        null);
  }
}
