package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of a workload. It changes only by {@link #apply}: what was decided live
 * and what is replayed take one path.
 *
 * @param overall how its runs ended, on whatever version: what decides whether a failure is
 *     suspect, the same in every arm of a roll-out
 * @param records how it did on each version
 * @param lastKnownGood the newest stable version that it has proven; does not move while a release
 *     rolls out
 * @param runs the latest runs, oldest first
 */
public record WorkloadState(
    Workload workload,
    CleanRecord overall,
    SortedMap<EngineVersion, CleanRecord> records,
    @Nullable EngineVersion lastKnownGood,
    SequencedMap<RunId, RunState> runs,
    @Nullable Pin pin) {
  /** Older runs are forgotten; what they proved stays in the records and the pin. */
  static final int RUNS_REMEMBERED = 64;

  /** Keeps the state far below the largest record that Kafka takes. */
  static final int ATTEMPTS_REMEMBERED = 128;

  public WorkloadState {
    records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
    runs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(runs));
  }

  public static WorkloadState unknown(Workload workload) {
    return new WorkloadState(
        workload, CleanRecord.NONE, new TreeMap<>(), null, new LinkedHashMap<>(), null);
  }

  public CleanRecord recordOn(EngineVersion version) {
    return records.getOrDefault(version, CleanRecord.NONE);
  }

  public RunState run(RunId run) {
    return runs.getOrDefault(run, RunState.NEW);
  }

  public AttemptState attempt(Attempt attempt) {
    return run(attempt.run()).attempt(attempt.number());
  }

  WorkloadState apply(Change change) {
    return switch (change) {
      case Change.AttemptUpdated(Attempt attempt, AttemptState now) ->
          withRun(attempt.run(), run(attempt.run()).with(attempt.number(), now));
      case Change.RecordUpdated(EngineVersion version, CleanRecord now) -> withRecord(version, now);
      case Change.OverallUpdated(CleanRecord now) ->
          new WorkloadState(workload, now, records, lastKnownGood, runs, pin);
      case Change.LastKnownGoodMoved(EngineVersion version) ->
          new WorkloadState(workload, overall, records, version, runs, pin);
      case Change.VerdictGiven(Attempt attempt, Verdict verdict) ->
          withRun(
              attempt.run(),
              run(attempt.run()).with(attempt.number(), attempt(attempt).judged(verdict)));
      case Change.RunCompared(RunId run) -> withRun(run, run(run).afterComparison());
      case Change.PinCreated(Pin created) -> withPin(created);
      case Change.PinReleased released -> withPin(null);
    };
  }

  private WorkloadState withRecord(EngineVersion version, CleanRecord now) {
    TreeMap<EngineVersion, CleanRecord> changed = new TreeMap<>(records);
    changed.put(version, now);
    return new WorkloadState(workload, overall, changed, lastKnownGood, runs, pin);
  }

  private WorkloadState withRun(RunId run, RunState now) {
    LinkedHashMap<RunId, RunState> changed = new LinkedHashMap<>(runs);
    changed.put(run, now);
    while (changed.size() > 1 && isTooMuch(changed)) {
      changed.pollFirstEntry();
    }
    return new WorkloadState(workload, overall, records, lastKnownGood, changed, pin);
  }

  private static boolean isTooMuch(LinkedHashMap<RunId, RunState> runs) {
    int attempts = runs.values().stream().mapToInt(run -> run.attempts().size()).sum();
    return runs.size() > RUNS_REMEMBERED || attempts > ATTEMPTS_REMEMBERED;
  }

  private WorkloadState withPin(@Nullable Pin now) {
    return new WorkloadState(workload, overall, records, lastKnownGood, runs, now);
  }
}
