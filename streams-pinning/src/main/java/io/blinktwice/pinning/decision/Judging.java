package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.Reason;
import io.blinktwice.pinning.decision.AttemptState.Phase;
import io.blinktwice.pinning.sizing.decision.MemoryStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The verdict on an attempt, once, as soon as enough is known of it. */
final class Judging {
  private final Step step;
  private final PinLife pins;
  private final SpeedRules speed;
  private final Proving proving;

  Judging(Step step, PinLife pins, SpeedRules speed) {
    this.step = step;
    this.pins = pins;
    this.speed = speed;
    this.proving = new Proving(step, pins);
  }

  /** Names the verdict on an attempt, before it is given too: lots are drawn from it. */
  static DecisionId idOf(Fingerprint fingerprint, Attempt attempt) {
    return DecisionId.of(
        "verdict",
        RuleVersion.CURRENT,
        fingerprint.value(),
        attempt.run().value(),
        String.valueOf(attempt.number()));
  }

  void judge(Attempt attempt) {
    AttemptState known = step.attempt(attempt);
    EngineVersion version = known.version();
    if (known.verdict() == null && version != null) {
      switch (known.phase()) {
        case UNSEEN, RUNNING -> {}
        case SUCCEEDED -> succeeded(attempt, version, known);
        case FAILED -> {
          // Without a classification the verdict follows it, or the end of patience.
          if (known.classified() != null) {
            failed(attempt, version, known.classified(), known);
          }
        }
        case KILLED -> finish(attempt, "killed", "the attempt was ended from outside");
        case LOST ->
            finish(
                attempt,
                "no-end-seen",
                "nothing was heard of the attempt for %d h, so it is taken for lost"
                    .formatted(step.policy().waits().runTimeout().toHours()));
      }
    }
    proving.compare(attempt.run());
  }

  /** Failures whose classification should have come by now are judged without it. */
  void judgeUnclassified() {
    List<Attempt> overdue = new ArrayList<>();
    step.state()
        .runs()
        .forEach(
            (id, run) ->
                run.attempts()
                    .forEach(
                        (number, known) -> {
                          if (known.awaitsClassification() && isOverdue(known)) {
                            overdue.add(new Attempt(id, number));
                          }
                        }));
    for (Attempt attempt : overdue) {
      AttemptState known = step.attempt(attempt);
      failed(attempt, Objects.requireNonNull(known.version()), Classified.MISSING, known);
    }
  }

  private boolean isOverdue(AttemptState known) {
    return !Timers.classifiedBy(known, step.policy()).isAfter(step.at());
  }

  private void succeeded(Attempt attempt, EngineVersion version, AttemptState known) {
    boolean recovered = failedBeforeOn(version, attempt);
    if (!recovered) {
      step.changeRecord(version, step.state().recordOn(version).plusCleanRun(known.codeHash()));
    }
    if (step.earlier(attempt).noneMatch(tried -> tried.phase() == Phase.SUCCEEDED)) {
      step.change(new Change.OverallUpdated(step.state().overall().plusCleanRun(known.codeHash())));
    }
    countFlake(attempt, recovered);
    EngineVersion better = LastKnownGood.movedTo(step.state(), step.fleet(), step.policy());
    if (better != null) {
      step.change(new Change.LastKnownGoodMoved(better));
    }
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason("succeeded", "the attempt succeeded"));
    reasons.addAll(proving.compare(attempt.run()));
    proving.learnFromSuccess(attempt, version);
    give(attempt, new Judgement(new Verdict.Action.Finish(), reasons, false, 1));
    pins.probeSucceeded(attempt, version);
  }

  /** A run that needed a second try on a version was not clean there. */
  private boolean failedBeforeOn(EngineVersion version, Attempt attempt) {
    return step.earlier(attempt)
        .anyMatch(tried -> tried.phase() == Phase.FAILED && version.equals(tried.version()));
  }

  /** Not while a release rolls out: it must not change who is retried how. */
  private void countFlake(Attempt attempt, boolean recovered) {
    AttemptState previous = step.previous(attempt);
    boolean suspectBefore =
        previous != null && previous.verdict() != null && previous.verdict().suspect();
    boolean tells = attempt.number() == 1 || recovered && suspectBefore;
    if (tells && !step.fleet().anyRollingOut()) {
      step.change(
          new Change.FlakinessUpdated(step.state().flakiness().plusRun(attempt.number() > 1)));
    }
  }

  private void failed(
      Attempt attempt, EngineVersion version, Classified classified, AttemptState known) {
    FailureCase failure = caseOf(attempt, version, classified, known);
    Judgement judgement = FailureRules.judge(failure);
    if (failure.refusedBy() != null && judgement.action() instanceof Verdict.Action.Finish) {
      String condition = Objects.requireNonNull(conditionOf(known));
      step.change(
          new Change.ChangeMet(attempt, new Refusal(version, condition), failure.refusedBy()));
    }
    if (!known.failedByInfrastructure()) {
      step.changeRecord(version, step.state().recordOn(version).broken());
      if (judgement.action() instanceof Verdict.Action.Finish) {
        step.change(new Change.OverallUpdated(step.state().overall().broken()));
      }
    }
    if (judgement.suspect()) {
      step.change(new Change.FlakinessUpdated(step.state().flakiness().plusSuspicion()));
    }
    proving.learnFromFailure(attempt, version, known);
    give(attempt, judgement);
  }

  private FailureCase caseOf(
      Attempt attempt, EngineVersion version, Classified classified, AttemptState known) {
    WorkloadState state = step.state();
    return new FailureCase(
        state.workload().fingerprint(),
        attempt,
        retriedOn(version),
        classified,
        known.sideEffects(),
        new FailureCase.Habits(
            state.overall().inARow() >= step.policy().cleanRuns(),
            codeChanged(known.codeHash()),
            state.flakiness()),
        earlier(attempt, version, classified),
        new FailureCase.Memory(
            MemoryStep.after(state.run(attempt.run()).fallen(attempt), step.sizing()),
            (int) step.earlier(attempt).filter(AttemptState::askedForMoreMemory).count()),
        refusedBy(version, conditionOf(known)),
        step.fleet().anyRollingOut(),
        step.fleet().anyRollingOutFor(SuspectRetry.SETTLED_AFTER, step.at()),
        step.fleet().anyRollingOutTo(SuspectRetry.WIDE),
        LastKnownGood.of(state, step.fleet()),
        step.policy());
  }

  private static @Nullable String conditionOf(AttemptState failed) {
    return failed.failure() == null ? null : failed.failure().condition();
  }

  /** What was shown once of this workload, and is what the release's owners still want. */
  private Release.@Nullable IntendedChange refusedBy(
      EngineVersion version, @Nullable String condition) {
    Release.IntendedChange declared = step.fleet().release(version).changeOf(condition);
    return condition != null
            && declared != null
            && declared.handling() == Release.Handling.REFUSE
            && step.state().refusals().contains(new Refusal(version, condition))
        ? declared
        : null;
  }

  /** The version that it ran on, unless that has been retired while it ran. */
  private EngineVersion retriedOn(EngineVersion version) {
    Pin pin = step.state().pin();
    boolean held = pin != null && pin.version().equals(version);
    EngineVersion other = LastKnownGood.of(step.state(), step.fleet());
    return held || other == null || !step.fleet().release(version).retired() ? version : other;
  }

  /** A retry counts as one on the last known good version only if it really ran there. */
  private FailureCase.Earlier earlier(
      Attempt attempt, EngineVersion version, Classified classified) {
    boolean compared = step.earlier(attempt).anyMatch(AttemptState::askedForLastGood);
    AttemptState first = proving.suspectBefore(attempt);
    boolean there =
        first != null
            && first.verdict() != null
            && first.verdict().action() instanceof Verdict.Action.RetryLastGood(var target)
            && target.equals(version);
    if (first == null || !there) {
      return new FailureCase.Earlier(compared, false, false);
    }
    Classified before = first.classified();
    boolean alike = before != null && before.signature().equals(classified.signature());
    return new FailureCase.Earlier(compared, true, alike);
  }

  /** Only a hash that is known and differs from the last clean run's counts as a change. */
  private boolean codeChanged(@Nullable String codeHash) {
    String clean = step.state().overall().codeHash();
    return codeHash != null && clean != null && !clean.equals(codeHash);
  }

  private void finish(Attempt attempt, String rule, String sentence) {
    give(attempt, Judgement.because(new Verdict.Action.Finish(), rule, sentence));
  }

  private void give(Attempt attempt, Judgement judgement) {
    step.change(
        new Change.VerdictGiven(
            attempt,
            new Verdict(
                idOf(step.state().workload().fingerprint(), attempt),
                judgement.action(),
                judgement.reasons(),
                judgement.suspect(),
                judgement.probability())));
    speed.over(attempt);
  }
}
