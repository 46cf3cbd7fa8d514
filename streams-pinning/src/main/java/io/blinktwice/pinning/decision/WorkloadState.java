package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param flakiness how often it fails and recovers without any change
 * @param records how it did on each version
 * @param lastKnownGood the newest stable version that it has proven; does not move while a release
 *     rolls out
 * @param runs the latest runs, oldest first
 * @param grave the pin that ended last, until its record leaves the topic of pins
 * @param comparison it looks slower on a newer version, and a run on an older one is wanted
 * @param refusals what releases refuse it on purpose, the latest last
 */
public record WorkloadState(
    Workload workload,
    CleanRecord overall,
    Flakiness flakiness,
    SortedMap<EngineVersion, CleanRecord> records,
    @Nullable EngineVersion lastKnownGood,
    SequencedMap<RunId, RunState> runs,
    @Nullable Pin pin,
    @Nullable Grave grave,
    @Nullable Comparison comparison,
    List<Refusal> refusals) {

  /** A pin that ended and whose last record is still to be read on the topic of pins. */
  public record Grave(DecisionId pin, Instant endedAt) {}

  public WorkloadState {
    records = Frozen.sorted(records);
    runs = Frozen.sequenced(runs);
    refusals = List.copyOf(refusals);
  }

  public static WorkloadState unknown(Workload workload) {
    return new WorkloadState(
        workload,
        CleanRecord.NONE,
        Flakiness.UNKNOWN,
        new TreeMap<>(),
        null,
        new LinkedHashMap<>(),
        null,
        null,
        null,
        List.of());
  }

  /** The same, with these runs in place of those that it has. */
  public WorkloadState with(SequencedMap<RunId, RunState> others) {
    return new WorkloadState(
        workload,
        overall,
        flakiness,
        records,
        lastKnownGood,
        others,
        pin,
        grave,
        comparison,
        refusals);
  }

  /** As formats keep it that know of no refusals. */
  public WorkloadState withoutRefusals() {
    return refusals.isEmpty() ? this : with(List.of());
  }

  private WorkloadState with(List<Refusal> others) {
    return new WorkloadState(
        workload, overall, flakiness, records, lastKnownGood, runs, pin, grave, comparison, others);
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
    Draft draft = new Draft(this);
    switch (change) {
      case Change.AttemptUpdated(Attempt attempt, AttemptState now) ->
          draft.run(attempt.run(), run(attempt.run()).with(attempt.number(), now));
      case Change.RecordUpdated(EngineVersion version, CleanRecord now) ->
          draft.records = Frozen.with(draft.records, version, now);
      case Change.OverallUpdated(CleanRecord now) -> draft.overall = now;
      case Change.FlakinessUpdated(Flakiness now) -> draft.flakiness = now;
      case Change.LastKnownGoodMoved(EngineVersion version) -> draft.lastKnownGood = version;
      case Change.VerdictGiven(Attempt attempt, Verdict verdict) ->
          draft.run(
              attempt.run(),
              run(attempt.run()).with(attempt.number(), attempt(attempt).judged(verdict)));
      case Change.RunCompared(RunId run) -> draft.run(run, run(run).afterComparison());
      case Change.RetryProved proved -> {}
      case Change.RunForgotten(RunId run, var lastSeen) ->
          draft.runs = Frozen.without(draft.runs, run);
      case Change.PinCreated(Pin created) -> draft.pinned(created);
      case Change.PinHalfOpened(Pin now, var trial) -> draft.pin = now;
      case Change.PinProbed(Pin now, var attempt, var version, var clean) -> draft.pin = now;
      case Change.PinExtended(Pin now, var reason, var actor) -> draft.pin = now;
      case Change.PinReleased(Pin ended, var ending, var reasons, var actor, Instant at) ->
          draft.released(new Grave(ended.id(), at));
      case Change.PinBuried buried -> draft.grave = null;
      case Change.RunMeasured measured -> {}
      case Change.ComparisonWanted(Comparison now) -> draft.comparison = now;
      case Change.ComparisonUpdated(Comparison now) -> draft.comparison = now;
      case Change.ComparisonEnded ended -> draft.comparison = null;
      case Change.ChangeMet(var attempt, Refusal met, Release.IntendedChange declared) ->
          draft.met(met, declared);
    }
    return draft.state();
  }

  /** A state while one change is applied to it. */
  private static final class Draft {
    private final Workload workload;
    private SortedMap<EngineVersion, CleanRecord> records;
    private SequencedMap<RunId, RunState> runs;
    private CleanRecord overall;
    private Flakiness flakiness;
    private @Nullable EngineVersion lastKnownGood;
    private @Nullable Pin pin;
    private @Nullable Grave grave;
    private @Nullable Comparison comparison;
    private List<Refusal> refusals;

    Draft(WorkloadState from) {
      workload = from.workload;
      records = from.records;
      runs = from.runs;
      overall = from.overall;
      flakiness = from.flakiness;
      lastKnownGood = from.lastKnownGood;
      pin = from.pin;
      grave = from.grave;
      comparison = from.comparison;
      refusals = from.refusals;
    }

    void run(RunId run, RunState now) {
      runs = Frozen.with(runs, run, now);
    }

    void pinned(Pin created) {
      pin = created;
      grave = null;
    }

    void released(Grave dug) {
      pin = null;
      grave = dug;
    }

    /** Where the release's owners have changed their mind, it is not refused any more. */
    void met(Refusal met, Release.IntendedChange declared) {
      List<Refusal> now = new ArrayList<>(refusals);
      boolean known = now.remove(met);
      if (declared.handling() == Release.Handling.REFUSE) {
        now.add(met);
      }
      if (now.size() > Refusal.MOST_REMEMBERED) {
        now.removeFirst();
      }
      refusals = known && now.size() == refusals.size() ? refusals : now;
    }

    WorkloadState state() {
      return new WorkloadState(
          workload,
          overall,
          flakiness,
          records,
          lastKnownGood,
          runs,
          pin,
          grave,
          comparison,
          refusals);
    }
  }
}
