package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decision changes. Some changes concern the workload alone, some are told to others. */
public sealed interface Change {

  record AttemptUpdated(Attempt attempt, AttemptState now) implements Change {}

  record RecordUpdated(EngineVersion version, CleanRecord now) implements Change {}

  record OverallUpdated(CleanRecord now) implements Change {}

  record FlakinessUpdated(Flakiness now) implements Change {}

  record LastKnownGoodMoved(EngineVersion version) implements Change {}

  /** Told to schedulers, the gateway and the roll-out judge. */
  record VerdictGiven(Attempt attempt, Verdict verdict) implements Change {}

  /** The attempts of a run have proved what they can. */
  record RunCompared(RunId run) implements Change {}

  /** Told to those who learn from it. */
  record RetryProved(RetryLesson lesson) implements Change {}

  /** The run's attempts leave the state; that it was here is remembered elsewhere. */
  record RunForgotten(RunId run, Instant lastSeen) implements Change {}

  /** A first attempt succeeded and told what it used. */
  record RunMeasured(
      RunId run,
      EngineVersion version,
      @Nullable String codeHash,
      Usage usage,
      SideEffects sideEffects)
      implements Change {}

  /** The next run is wanted on an older version, for comparison. */
  record ComparisonWanted(Comparison now) implements Change {}

  /** It is still wanted, and more is known. */
  record ComparisonUpdated(Comparison now) implements Change {}

  /** An attempt met what its release changed on purpose; told with the verdict on it. */
  record ChangeMet(Attempt attempt, Refusal met, Release.IntendedChange declared)
      implements Change {}

  record ComparisonEnded(Comparison comparison, Reason because) implements Change {}

  /** Something about a pin; told to everybody, with the pin as it is after it. */
  sealed interface OfPin extends Change {
    Pin pin();
  }

  record PinCreated(Pin pin) implements OfPin {}

  /** Some runs may try the newer version from now on. */
  record PinHalfOpened(Pin pin, Pin.Trial trial) implements OfPin {}

  record PinProbed(Pin pin, Attempt attempt, EngineVersion version, boolean clean)
      implements OfPin {}

  /** It lasts until another time, or until another version. */
  record PinExtended(Pin pin, Reason reason, @Nullable String actor) implements OfPin {}

  record PinReleased(
      Pin pin, Ending ending, List<Reason> reasons, @Nullable String actor, Instant at)
      implements OfPin {
    public PinReleased {
      reasons = List.copyOf(reasons);
    }
  }

  /** The last trace of an ended pin leaves the topic of pins. */
  record PinBuried(DecisionId pin) implements Change {}

  /** What ended a pin. */
  enum Ending {
    PERSON,
    FALSE_POSITIVE,
    FIXED,
    PROBED_CLEAN,
    EXPIRED,
    REPLACED,
    VERSION_RETIRED
  }
}
