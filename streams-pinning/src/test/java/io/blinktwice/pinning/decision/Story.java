package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.performance.decision.PerformancePolicy;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a workload's story step by step and remembers what it changed. */
final class Story {
  static final EngineVersion OLD = new EngineVersion("3.5.7");
  static final EngineVersion NEW = new EngineVersion("4.2.0");

  /** Without lots: what a test expects then depends on no hash. */
  static final Policy POLICY =
      new Policy(
          3,
          new Policy.Retries(3, Duration.ofSeconds(5), 0, 0),
          Costs.DEFAULT,
          new Policy.PinTerms(Duration.ofDays(7), Duration.ofDays(90), 1),
          Policy.Waits.DEFAULT,
          PerformancePolicy.ORDINARY,
          Duration.ofMinutes(1));

  private final List<Change> changes = new ArrayList<>();
  private WorkloadState state =
      WorkloadState.unknown(Workload.named(WorkspaceId.DEFAULT, new WorkloadId("daily-etl")));
  private Fleet fleet = stableOld();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Policy policy = POLICY;
  private int runs;
  private @Nullable String code;
  private SideEffects sideEffects = SideEffects.NONE_SEEN;
  private PerformanceRecord performance = PerformanceRecord.NONE;
  private Usage usage = Usage.UNKNOWN;
  private Hits hits = Hits.NONE;

  static Fleet stableOld() {
    return Fleet.EMPTY
        .withRelease(OLD, Release.PLAIN, 1)
        .withRelease(NEW, Release.PLAIN, 2)
        .withRollout(OLD, new Fleet.Rollout(Fleet.Phase.STABLE, 1, null), 1);
  }

  Story rollsOut() {
    return rollout(Fleet.Phase.ROLLING_OUT, 1);
  }

  Story rollout(Fleet.Phase phase, double share) {
    fleet = fleet.withRollout(NEW, new Fleet.Rollout(phase, share, OLD), 2);
    return this;
  }

  /** It has been under way for so long. */
  Story rollsOutSince(Duration time) {
    return decided(1, now.minus(time));
  }

  Story rolloutDecidedNow(double share) {
    return decided(share, now);
  }

  private Story decided(double share, Instant at) {
    fleet =
        fleet.withRollout(
            NEW, new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, share, OLD, Set.of(), at), 2);
    return this;
  }

  Story fleet(Fleet other) {
    fleet = other;
    return this;
  }

  Story policy(Policy other) {
    policy = other;
    return this;
  }

  Story later(Duration passed) {
    now = now.plus(passed);
    return this;
  }

  Instant now() {
    return now;
  }

  Fleet fleet() {
    return fleet;
  }

  /** What a timer finds now, as it is read back. */
  Story timersRing() {
    for (Timers.Due due : Timers.due(state, policy, now)) {
      switch (due) {
        case Timers.Due.AttemptOverdue(Attempt attempt, EngineVersion version) ->
            observe(new Observation.AttemptLost(report(attempt, version)));
        case Timers.Due.ReviewDue review -> observe(new Observation.TimeCame());
      }
    }
    return this;
  }

  Story code(@Nullable String hash) {
    code = hash;
    return this;
  }

  Story sideEffects(SideEffects known) {
    sideEffects = known;
    return this;
  }

  /** What every run uses from now on. */
  Story uses(Map<String, Long> figures) {
    usage = Usage.of("cluster-1", figures);
    return this;
  }

  Story hits(Hits others) {
    hits = others;
    return this;
  }

  PerformanceRecord performance() {
    return performance;
  }

  Story observe(Observation seen) {
    FleetPolicy under = new FleetPolicy(fleet, policy, hits);
    SpeedWatch.Watched watched =
        SpeedWatch.decide(Pinning.decide(state, seen, under, now), performance, under, now);
    Outcome outcome = watched.outcome();
    performance = watched.record();
    state = outcome.next();
    changes.addAll(outcome.changes());
    now = now.plus(Duration.ofSeconds(1));
    return this;
  }

  Story cleanRuns(int count, EngineVersion version) {
    for (int i = 0; i < count; i++) {
      succeeds(newRun(), version);
    }
    return this;
  }

  Attempt newRun() {
    return new Attempt(new RunId("run-" + ++runs), 1);
  }

  Story succeeds(Attempt attempt, EngineVersion version) {
    observe(new Observation.AttemptStarted(report(attempt, version)));
    return observe(new Observation.AttemptSucceeded(report(attempt, version)));
  }

  Story fails(Attempt attempt, EngineVersion version, Category category) {
    return fails(attempt, version, classified(category));
  }

  Story fails(Attempt attempt, EngineVersion version, Classified classified) {
    observe(new Observation.AttemptStarted(report(attempt, version)));
    observe(new Observation.AttemptFailed(report(attempt, version), failure()));
    return observe(new Observation.FailureClassified(attempt, classified));
  }

  static Classified classified(Category category) {
    return new Classified(category, 1, false, "sig", 1);
  }

  RunReport report(Attempt attempt, EngineVersion version) {
    return new RunReport(attempt, version, "resolve-1", code, sideEffects, usage);
  }

  static FailureSeen failure() {
    return new FailureSeen("INTERNAL", "a.b.C", List.of("a.b.C"), "X_Y", "22018", "boom", false);
  }

  WorkloadState state() {
    return state;
  }

  List<Change> changes() {
    return changes;
  }

  Verdict verdict(Attempt attempt) {
    return Objects.requireNonNull(
        state.attempt(attempt).verdict(), () -> "no verdict on " + attempt);
  }

  Verdict.Action action(Attempt attempt) {
    return verdict(attempt).action();
  }

  String rule(Attempt attempt) {
    return verdict(attempt).reasons().getFirst().rule();
  }

  Resolution resolve(Attempt attempt) {
    return resolve(Question.of(attempt));
  }

  Resolution resolve(Question asked) {
    return Resolving.resolve(state, asked, new FleetPolicy(fleet, policy));
  }

  Resolution.Chosen chosen(Attempt attempt) {
    return (Resolution.Chosen) resolve(attempt);
  }

  long count(Class<? extends Change> kind) {
    return changes.stream().filter(kind::isInstance).count();
  }
}
