package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decision changes. Some changes concern the workload alone, some are told to others. */
public sealed interface Change {

  record AttemptUpdated(Attempt attempt, AttemptState now) implements Change {}

  record RecordUpdated(EngineVersion version, CleanRecord now) implements Change {}

  record OverallUpdated(CleanRecord now) implements Change {}

  record LastKnownGoodMoved(EngineVersion version) implements Change {}

  /** Told to schedulers, the gateway and the roll-out judge. */
  record VerdictGiven(Attempt attempt, Verdict verdict) implements Change {}

  /** The attempts of a run have proved what they can. */
  record RunCompared(RunId run) implements Change {}

  /** Told to everybody. */
  record PinCreated(Pin pin) implements Change {}

  /** Told to everybody. */
  record PinReleased(Pin pin, List<Reason> reasons, @Nullable String actor) implements Change {
    public PinReleased {
      reasons = List.copyOf(reasons);
    }
  }
}
