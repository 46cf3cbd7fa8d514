package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.Change.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the pin of a workload comes, is put to the test, and goes. */
final class PinLife {
  private static final int LARGEST_REST_SHIFT = 5;

  /** Runs in which three of four slowdowns by 30 % are found: issue of performance pins, R6. */
  private static final int PROBES_OF_SPEED = 20;

  private final Step step;

  PinLife(Step step) {
    this.step = step;
  }

  /** What time, the fleet and the workload's own code have done to the pin meanwhile. */
  void review(@Nullable String codeHash) {
    WorkloadState.Grave grave = step.state().grave();
    if (grave != null && !step.at().isBefore(grave.endedAt().plus(Timers.GRAVE_KEPT))) {
      step.change(new Change.PinBuried(grave.pin()));
    }
    Pin pin = step.state().pin();
    if (pin == null) {
      return;
    }
    PinEndings.Ended ended = PinEndings.by(pin, step.state(), step.fleet(), step.at());
    if (ended != null) {
      end(pin, ended.ending(), ended.reason(), null);
      return;
    }
    Reason halfOpen =
        PinEndings.halfOpenBecause(pin, step.state(), step.fleet(), step.at(), codeHash);
    if (halfOpen != null && pin.trial() == null) {
      Pin.Trial trial = new Pin.Trial(step.at(), halfOpen, probesNeeded(pin), 0);
      step.change(new Change.PinHalfOpened(pin.with(trial), trial));
    }
  }

  private static int probesNeeded(Pin pin) {
    return switch (pin.origin()) {
      case Pin.Origin.Proven(Pin.Evidence evidence) ->
          Suspicion.probesNeeded(evidence.weight().intermittency());
      case Pin.Origin.Measured measured -> PROBES_OF_SPEED;
      case Pin.Origin.ByHand byHand -> throw new IllegalStateException("never put to the test");
    };
  }

  /** A run has shown that an older version succeeds where a newer one fails. */
  void proved(Pin.Evidence evidence, PinRules.Finding found) {
    Pin pin = step.state().pin();
    if (pin == null) {
      if (found.wantsAPin() && step.fleet().admits(evidence.goodVersion())) {
        DecisionId id = idOf(evidence.run(), String.valueOf(evidence.failedAttempt()));
        Pin.Origin origin = new Pin.Origin.Proven(evidence);
        step.change(
            new Change.PinCreated(automatic(id, evidence.goodVersion(), origin, found.reasons())));
      }
    } else if (pin.trial() != null && evidence.failedVersion().compareTo(pin.version()) > 0) {
      probeFailed(
          pin.with(new Pin.Origin.Proven(evidence)),
          new Attempt(evidence.run(), evidence.failedAttempt()),
          evidence.failedVersion());
    }
  }

  /** Runs have shown that a newer version is slower or larger than an older one. */
  void slower(Pin.Slowness slowness) {
    Pin pin = step.state().pin();
    Pin.Origin origin = new Pin.Origin.Measured(slowness);
    if (pin == null) {
      if (step.fleet().admits(slowness.older())) {
        List<Reason> reasons = SpeedReasons.of(slowness);
        step.change(
            new Change.PinCreated(
                automatic(idOf(slowness.run(), "slower"), slowness.older(), origin, reasons)));
      }
    } else if (pin.trial() != null && slowness.newer().compareTo(pin.version()) > 0) {
      probeFailed(pin.with(origin), new Attempt(slowness.run(), 1), slowness.newer());
    }
  }

  private DecisionId idOf(RunId run, String what) {
    return DecisionId.of(
        "pin",
        RuleVersion.CURRENT,
        step.state().workload().fingerprint().value(),
        run.value(),
        what);
  }

  private Pin automatic(
      DecisionId id, EngineVersion version, Pin.Origin origin, List<Reason> reasons) {
    Policy.PinTerms terms = step.policy().pins();
    return new Pin(
        id,
        version,
        origin,
        step.at(),
        reasons,
        new Pin.Terms(
            step.at().plus(terms.probeAfter()), step.at().plus(terms.expireAfter()), null, 0),
        null);
  }

  /** The pin closes again, with the newest evidence, and rests longer than before. */
  private void probeFailed(Pin pin, Attempt attempt, EngineVersion version) {
    int failed = pin.terms().failedProbes() + 1;
    Duration rest =
        step.policy().pins().probeAfter().multipliedBy(1L << Math.min(failed, LARGEST_REST_SHIFT));
    Pin closed =
        pin.with((Pin.Trial) null)
            .with(
                new Pin.Terms(
                    step.at().plus(rest), pin.terms().expiresAt(), pin.terms().fixedIn(), failed));
    step.change(new Change.PinProbed(closed, attempt, version, false));
  }

  void probeSucceeded(Attempt attempt, EngineVersion version) {
    Pin pin = step.state().pin();
    Pin.Trial trial = pin == null ? null : pin.trial();
    if (pin == null
        || trial == null
        || attempt.number() > 1
        || version.compareTo(pin.version()) <= 0
        || saysNothing(pin, attempt)) {
      return;
    }
    int clean = trial.clean() + 1;
    Pin tried = pin.with(new Pin.Trial(trial.since(), trial.because(), trial.needed(), clean));
    step.change(new Change.PinProbed(tried, attempt, version, true));
    if (clean >= trial.needed()) {
      end(
          tried,
          Ending.PROBED_CLEAN,
          new Reason(
              "probed-clean",
              "%d of %d clean runs on %s: the pin is not needed any more"
                  .formatted(clean, trial.needed(), version)),
          null);
    }
  }

  /** That a run succeeds does not show that it is fast; its figures do, and the watch over them. */
  private boolean saysNothing(Pin pin, Attempt attempt) {
    return pin.slowness() != null
        && (step.attempt(attempt).usage().figures().isEmpty() || step.state().comparison() != null);
  }

  void pinByHand(EngineVersion version, @Nullable Instant until, Observation.Wish wish) {
    DecisionId id =
        DecisionId.of(
            "pin",
            RuleVersion.CURRENT,
            step.state().workload().fingerprint().value(),
            wish.commandId());
    Pin current = step.state().pin();
    WorkloadState.Grave grave = step.state().grave();
    boolean done =
        current != null && current.id().equals(id) || grave != null && grave.pin().equals(id);
    if (!step.fleet().admits(version) || done) {
      return; // The edge refuses such versions with a message; a repeated command is done.
    }
    if (current != null) {
      end(
          current,
          Ending.REPLACED,
          new Reason("replaced", "replaced by a pin made by hand"),
          wish.actor());
    }
    step.change(
        new Change.PinCreated(
            new Pin(
                id,
                version,
                new Pin.Origin.ByHand(wish.actor()),
                step.at(),
                List.of(new Reason("by-hand", said(wish))),
                new Pin.Terms(null, until, null, 0),
                null)));
  }

  void release(Observation.ReleaseWanted wanted) {
    Pin current = named(wanted.pinId());
    if (current == null) {
      return;
    }
    EngineVersion fixedIn = wanted.fixedIn();
    Observation.Wish wish = wanted.wish();
    if (fixedIn == null) {
      end(current, wanted.ending(), new Reason("released", said(wish)), wish.actor());
      return;
    }
    Pin.Terms terms = current.terms();
    if (!fixedIn.equals(terms.fixedIn())) {
      step.change(
          new Change.PinExtended(
              current.with(
                  new Pin.Terms(
                      terms.probeAfter(), terms.expiresAt(), fixedIn, terms.failedProbes())),
              new Reason("until-fix", "until " + fixedIn + " is deployed: " + said(wish)),
              wish.actor()));
      review(null);
    }
  }

  void extend(Observation.ExtensionWanted wanted) {
    Pin current = named(wanted.pinId());
    if (current == null
        || wanted.until().equals(current.terms().expiresAt())
        || !wanted.until().isAfter(step.at())) {
      return;
    }
    Pin.Terms terms = current.terms();
    step.change(
        new Change.PinExtended(
            current.with(
                new Pin.Terms(
                    terms.probeAfter(), wanted.until(), terms.fixedIn(), terms.failedProbes())),
            new Reason("extended", said(wanted.wish())),
            wanted.wish().actor()));
  }

  private @Nullable Pin named(@Nullable String pinId) {
    Pin current = step.state().pin();
    return current != null && (pinId == null || pinId.equals(current.id().value()))
        ? current
        : null;
  }

  private void end(Pin pin, Ending ending, Reason reason, @Nullable String actor) {
    step.change(new Change.PinReleased(pin, ending, List.of(reason), actor, step.at()));
  }

  private static String said(Observation.Wish wish) {
    return wish.actor() + ": " + wish.reason();
  }
}
