package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.sizing.decision.Sizing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One decision on its way: what is known by now, under what, when, and what it changed so far. */
final class Step {
  private final Fleet fleet;
  private final Policy policy;
  private final Hits hits;
  private final Sizing sizing;
  private final Instant at;
  private final List<Change> changes = new ArrayList<>();
  private WorkloadState state;

  Step(WorkloadState state, Pinning.FleetPolicy under, Instant at) {
    this.state = state;
    this.fleet = under.fleet();
    this.policy = under.policy();
    this.hits = under.hits();
    this.sizing = under.sizing();
    this.at = at;
  }

  void change(Change change) {
    changes.add(change);
    state = state.apply(change);
  }

  Outcome outcome() {
    return new Outcome(state, changes);
  }

  WorkloadState state() {
    return state;
  }

  Fleet fleet() {
    return fleet;
  }

  Policy policy() {
    return policy;
  }

  Hits hits() {
    return hits;
  }

  Sizing sizing() {
    return sizing;
  }

  Instant at() {
    return at;
  }

  AttemptState attempt(Attempt attempt) {
    return state.attempt(attempt);
  }

  Stream<AttemptState> earlier(Attempt attempt) {
    return state.run(attempt.run()).attempts().headMap(attempt.number()).values().stream();
  }

  @Nullable AttemptState previous(Attempt attempt) {
    return state.run(attempt.run()).known(attempt.number() - 1);
  }

  void changeRecord(EngineVersion version, CleanRecord now) {
    if (!now.equals(state.recordOn(version))) {
      change(new Change.RecordUpdated(version, now));
    }
  }

  void update(Attempt attempt, AttemptState now) {
    if (!now.equals(state.attempt(attempt))) {
      change(new Change.AttemptUpdated(attempt, now));
    }
  }

  RunState run(RunId run) {
    return state.run(run);
  }
}
