package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.AttemptState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The heart: what an observation of a workload changes.
 *
 * <p>The same observations of one attempt give the same verdicts and pins in whatever order they
 * come, and a repetition changes nothing: every step asks what is known now, never what just
 * arrived.
 */
public final class Pinning {
  private final Fleet fleet;
  private final Policy policy;
  private final Instant at;
  private final List<Change> changes = new ArrayList<>();
  private WorkloadState state;

  private Pinning(WorkloadState state, Fleet fleet, Policy policy, Instant at) {
    this.state = state;
    this.fleet = fleet;
    this.policy = policy;
    this.at = at;
  }

  public static Outcome decide(
      WorkloadState state, Observation seen, FleetPolicy under, Instant at) {
    Pinning step = new Pinning(state, under.fleet(), under.policy(), at);
    step.observe(seen);
    return new Outcome(step.state, step.changes);
  }

  /** What decisions are made under: the fleet as it stands, and what its owners chose. */
  public record FleetPolicy(Fleet fleet, Policy policy) {}

  private void observe(Observation seen) {
    switch (seen) {
      case Observation.AttemptStarted(RunReport report) -> report(report, Phase.RUNNING, null);
      case Observation.AttemptSucceeded(RunReport report) -> report(report, Phase.SUCCEEDED, null);
      case Observation.AttemptFailed(RunReport report, FailureSeen failure) ->
          report(report, Phase.FAILED, failure);
      case Observation.AttemptKilled(RunReport report) -> report(report, Phase.KILLED, null);
      case Observation.FailureClassified(Attempt attempt, Classified classified) -> {
        update(attempt, state.attempt(attempt).classified(classified));
        judge(attempt);
      }
      case Observation.PinWanted(EngineVersion version, Observation.Wish wish) ->
          pinByHand(version, wish);
      case Observation.ReleaseWanted(String pinId, Observation.Wish wish) -> release(pinId, wish);
    }
  }

  private void change(Change change) {
    changes.add(change);
    state = state.apply(change);
  }

  private void report(RunReport report, Phase phase, @Nullable FailureSeen failure) {
    update(report.attempt(), state.attempt(report.attempt()).reported(phase, report, failure));
    judge(report.attempt());
  }

  private void update(Attempt attempt, AttemptState now) {
    if (!now.equals(state.attempt(attempt))) {
      change(new Change.AttemptUpdated(attempt, now));
    }
  }

  private void judge(Attempt attempt) {
    AttemptState known = state.attempt(attempt);
    EngineVersion version = known.version();
    if (known.verdict() == null && version != null) {
      switch (known.phase()) {
        case UNSEEN, RUNNING -> {}
        case SUCCEEDED -> succeeded(attempt, version, known);
        case FAILED -> failed(attempt, version, known);
        case KILLED -> finish(attempt, "killed", "the attempt was ended from outside");
      }
    }
    compare(attempt.run());
  }

  private void succeeded(Attempt attempt, EngineVersion version, AttemptState known) {
    if (!failedBeforeOn(version, attempt)) {
      change(
          new Change.RecordUpdated(
              version, state.recordOn(version).plusCleanRun(known.codeHash())));
    }
    if (!succeededBefore(attempt)) {
      change(new Change.OverallUpdated(state.overall().plusCleanRun(known.codeHash())));
    }
    EngineVersion better = LastKnownGood.movedTo(state, fleet, policy);
    if (better != null) {
      change(new Change.LastKnownGoodMoved(better));
    }
    finish(attempt, "succeeded", "the attempt succeeded");
  }

  /** A run that needed a second try on a version was not clean there. */
  private boolean failedBeforeOn(EngineVersion version, Attempt attempt) {
    return earlier(attempt)
        .anyMatch(tried -> tried.phase() == Phase.FAILED && version.equals(tried.version()));
  }

  private boolean succeededBefore(Attempt attempt) {
    return earlier(attempt).anyMatch(tried -> tried.phase() == Phase.SUCCEEDED);
  }

  private Stream<AttemptState> earlier(Attempt attempt) {
    return state.run(attempt.run()).attempts().headMap(attempt.number()).values().stream();
  }

  private void failed(Attempt attempt, EngineVersion version, AttemptState known) {
    Classified classified = known.classified();
    if (classified == null) {
      return; // The verdict follows the classification.
    }
    FailureRules.Judgement judgement =
        FailureRules.judge(
            new FailureCase(
                attempt,
                version,
                classified,
                known.sideEffects(),
                state.overall().inARow() >= policy.cleanRuns(),
                codeChanged(known.codeHash()),
                fleet.anyRollingOut(),
                LastKnownGood.of(state, fleet),
                failedOnLastGoodToo(attempt, version),
                earlier(attempt).anyMatch(Pinning::askedForLastGood),
                policy));
    if (classified.category() != Category.INFRASTRUCTURE) {
      change(new Change.RecordUpdated(version, state.recordOn(version).broken()));
      if (judgement.action() instanceof Verdict.Action.Finish) {
        change(new Change.OverallUpdated(state.overall().broken()));
      }
    }
    give(attempt, judgement.action(), judgement.reasons());
  }

  private static boolean askedForLastGood(AttemptState tried) {
    return tried.verdict() != null
        && tried.verdict().action() instanceof Verdict.Action.RetryLastGood;
  }

  /** Asked for, and really tried there: a scheduler may have run it elsewhere. */
  private boolean failedOnLastGoodToo(Attempt attempt, EngineVersion version) {
    AttemptState previous = state.run(attempt.run()).known(attempt.number() - 1);
    return previous != null
        && previous.verdict() != null
        && previous.verdict().action() instanceof Verdict.Action.RetryLastGood(EngineVersion target)
        && target.equals(version);
  }

  /** Only a hash that is known and differs from the last clean run's counts as a change. */
  private boolean codeChanged(@Nullable String codeHash) {
    String clean = state.overall().codeHash();
    return codeHash != null && clean != null && !clean.equals(codeHash);
  }

  private void finish(Attempt attempt, String rule, String sentence) {
    give(attempt, new Verdict.Action.Finish(), List.of(new Reason(rule, sentence)));
  }

  private void give(Attempt attempt, Verdict.Action action, List<Reason> reasons) {
    DecisionId id =
        DecisionId.of(
            "verdict",
            RuleVersion.CURRENT,
            state.workload().fingerprint().value(),
            attempt.run().value(),
            String.valueOf(attempt.number()));
    change(new Change.VerdictGiven(attempt, new Verdict(id, action, reasons)));
  }

  private void compare(RunId run) {
    RunState known = state.run(run);
    Pin.Evidence evidence = known.compared() ? null : Comparison.of(run, known);
    if (evidence == null) {
      return;
    }
    change(new Change.RunCompared(run));
    if (state.pin() == null && fleet.knows(evidence.goodVersion())) {
      change(new Change.PinCreated(proven(evidence)));
    }
  }

  private Pin proven(Pin.Evidence evidence) {
    DecisionId id =
        DecisionId.of(
            "pin",
            RuleVersion.CURRENT,
            state.workload().fingerprint().value(),
            evidence.run().value(),
            String.valueOf(evidence.failedAttempt()));
    Reason reason =
        new Reason(
            "failed-on-new-succeeded-on-old",
            "attempt %d failed on %s and attempt %d succeeded at once on %s"
                .formatted(
                    evidence.failedAttempt(),
                    evidence.failedVersion(),
                    evidence.goodAttempt(),
                    evidence.goodVersion()));
    return new Pin(
        id, evidence.goodVersion(), new Pin.Origin.Proven(evidence), at, List.of(reason));
  }

  private void pinByHand(EngineVersion version, Observation.Wish wish) {
    DecisionId id =
        DecisionId.of(
            "pin", RuleVersion.CURRENT, state.workload().fingerprint().value(), wish.commandId());
    Pin current = state.pin();
    if (!fleet.knows(version) || current != null && current.id().equals(id)) {
      return; // The edge refuses unknown versions with a message; a repeated command is done.
    }
    Reason reason = new Reason("by-hand", wish.actor() + ": " + wish.reason());
    if (current != null) {
      change(
          new Change.PinReleased(
              current,
              List.of(new Reason("replaced", "replaced by a pin made by hand")),
              wish.actor()));
    }
    change(
        new Change.PinCreated(
            new Pin(id, version, new Pin.Origin.ByHand(wish.actor()), at, List.of(reason))));
  }

  private void release(@Nullable String pinId, Observation.Wish wish) {
    Pin current = state.pin();
    if (current != null && (pinId == null || pinId.equals(current.id().value()))) {
      Reason reason = new Reason("released", wish.actor() + ": " + wish.reason());
      change(new Change.PinReleased(current, List.of(reason), wish.actor()));
    }
  }
}
