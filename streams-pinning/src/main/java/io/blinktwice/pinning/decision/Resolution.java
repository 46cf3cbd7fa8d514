package io.blinktwice.pinning.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import java.time.Duration;
import java.util.List;

/** The answer to "which version does this attempt get?". */
public sealed interface Resolution {
  /**
   * This version.
   *
   * @param epoch the state of the fleet that the answer was made from
   * @param larger whether the attempt should get more memory than the one before
   * @param chain every rule that was asked, in their order, the one that chose last
   */
  record Chosen(
      DecisionId id,
      EngineVersion version,
      Reason reason,
      boolean larger,
      Fleet.Epoch epoch,
      Duration validFor,
      List<Reason> chain)
      implements Resolution {
    public Chosen {
      chain = List.copyOf(chain);
    }
  }

  /** None, and why. */
  record Refused(Reason reason) implements Resolution {}
}
