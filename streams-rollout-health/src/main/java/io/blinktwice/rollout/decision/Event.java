package io.blinktwice.rollout.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something happened to the fleet; {@link Fleet#apply} is the only way that it changes. */
public sealed interface Event {
  /**
   * A version stands in the catalogue since the record at these coordinates.
   *
   * @param budget what its roll-outs may cost
   */
  record VersionRegistered(EngineVersion version, String coordinates, ReleaseBudget budget)
      implements Event {}

  /** A version was taken out of the catalogue. */
  record VersionWithdrawn(EngineVersion version) implements Event {}

  /**
   * A roll-out stands like this from now on.
   *
   * @param inputs coordinates of the records that decided
   * @param judged what it rests on, where the evidence decided and no person
   */
  record RolloutChanged(
      DecisionId id,
      EngineVersion version,
      Rollout rollout,
      List<Reason> reasons,
      List<String> inputs,
      Instant at,
      @Nullable Judged judged)
      implements Event {
    public RolloutChanged {
      reasons = List.copyOf(reasons);
      inputs = List.copyOf(inputs);
    }
  }

  /** A command was refused; were it to come again, it is not to be asked again. */
  record CommandRefused(DecisionId id, Refusal refusal) implements Event {}
}
