package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.WaveHash;
import org.jspecify.annotations.Nullable;

/**
 * Which version an attempt gets: the rules of the architecture's §5.1, first match wins.
 *
 * <p>A pure function of what is known, so nothing has to be written before the answer; once the
 * attempt's start was seen, asking again repeats it.
 */
public final class Resolving {
  private final WorkloadState state;
  private final Attempt attempt;
  private final Fleet fleet;

  private Resolving(WorkloadState state, Attempt attempt, Fleet fleet) {
    this.state = state;
    this.attempt = attempt;
    this.fleet = fleet;
  }

  public static Resolution resolve(
      WorkloadState state, Attempt attempt, Pinning.FleetPolicy under) {
    return new Resolving(state, attempt, under.fleet()).answer(under.policy());
  }

  /**
   * What a rule chose.
   *
   * @param repeated the decision that this repeats, where it does
   */
  private record Choice(
      EngineVersion version, Reason reason, boolean larger, @Nullable String repeated) {
    Choice(EngineVersion version, String rule, String sentence) {
      this(version, new Reason(rule, sentence), false, null);
    }
  }

  private Resolution answer(Policy policy) {
    Choice choice = choice();
    if (choice == null) {
      return new Resolution.Refused(
          new Reason("no-stable-version", "no release was promoted yet: promote one first"));
    }
    return new Resolution.Chosen(
        idOf(choice),
        choice.version,
        choice.reason,
        choice.larger,
        fleet.epoch(),
        policy.validFor());
  }

  private DecisionId idOf(Choice choice) {
    return choice.repeated != null
        ? new DecisionId(choice.repeated)
        : DecisionId.of(
            "resolve",
            RuleVersion.CURRENT,
            state.workload().fingerprint().value(),
            attempt.run().value(),
            String.valueOf(attempt.number()),
            choice.version.value(),
            choice.reason.rule());
  }

  private @Nullable Choice choice() {
    Choice choice = alreadyStarted();
    if (choice == null) {
      choice = pinnedByHand();
    }
    if (choice == null) {
      choice = asThePreviousVerdictSaid();
    }
    if (choice == null) {
      choice = pinned();
    }
    if (choice == null) {
      choice = rollingOut();
    }
    return choice == null ? stable() : choice;
  }

  private @Nullable Choice alreadyStarted() {
    AttemptState started = state.attempt(attempt);
    EngineVersion version = started.version();
    if (version == null) {
      return null;
    }
    Choice asBefore = asThePreviousVerdictSaid();
    return new Choice(
        version,
        new Reason("already-started", "this attempt has started on " + version),
        asBefore != null && asBefore.larger,
        started.resolveDecision());
  }

  private @Nullable Choice pinnedByHand() {
    Pin pin = state.pin();
    return pin != null && pin.isByHand()
        ? new Choice(pin.version(), "pinned-by-hand", pin.reasons().getFirst().sentence())
        : null;
  }

  private @Nullable Choice asThePreviousVerdictSaid() {
    AttemptState previous = state.run(attempt.run()).known(attempt.number() - 1);
    Verdict verdict = previous == null ? null : previous.verdict();
    if (verdict == null) {
      return null;
    }
    return switch (verdict.action()) {
      case Verdict.Action.Finish finish -> null;
      case Verdict.Action.RetrySame(EngineVersion version, var after) ->
          new Choice(version, "retry-same", said(verdict));
      case Verdict.Action.RetryLastGood(EngineVersion version) ->
          new Choice(version, "retry-last-good", said(verdict));
      case Verdict.Action.RetryLarger(EngineVersion version) ->
          new Choice(version, new Reason("retry-larger", said(verdict)), true, null);
    };
  }

  private static String said(Verdict verdict) {
    return "verdict on the previous attempt: " + verdict.reasons().getFirst().sentence();
  }

  private @Nullable Choice pinned() {
    Pin pin = state.pin();
    return pin == null
        ? null
        : new Choice(pin.version(), "pinned", "pinned: " + pin.reasons().getFirst().sentence());
  }

  private @Nullable Choice rollingOut() {
    for (EngineVersion release : fleet.underWayNewestFirst()) {
      Fleet.Rollout rollout = fleet.rollouts().get(release);
      if (rollout == null
          || !WaveHash.admitted(state.workload().fingerprint(), release, rollout.share())) {
        continue;
      }
      if (rollout.phase() == Fleet.Phase.ROLLING_OUT) {
        return new Choice(
            release, "rolling-out", "drawn into the roll-out of " + release + " by its hash");
      }
      if (state.recordOn(release).inARow() > 0) {
        return new Choice(
            release,
            "healthy-member-of-paused",
            "the roll-out of " + release + " is paused; this workload already ran clean on it");
      }
    }
    return null;
  }

  private @Nullable Choice stable() {
    EngineVersion stable = fleet.stable();
    return stable == null
        ? null
        : new Choice(stable, "stable", stable + " is the fleet's stable version");
  }
}
