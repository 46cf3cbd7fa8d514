package io.blinktwice.rollout.topology;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutState;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Judged;
import io.blinktwice.rollout.decision.Rollout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decisions as they are written, and read back. */
public final class Decisions {
  private Decisions() {}

  public static RolloutDecision written(RolloutChanged change) {
    EngineVersion before = change.rollout().stableBefore();
    RolloutDecision.Builder told =
        RolloutDecision.newBuilder()
            .setDecisionId(change.id().value())
            .setVersion(change.version().value())
            .setState(written(change.rollout().state()))
            .setShare(change.rollout().share())
            .setStableBefore(before == null ? null : before.value())
            .setReasons(
                change.reasons().stream()
                    .map(
                        reason -> new io.blinktwice.events.Reason(reason.rule(), reason.sentence()))
                    .toList())
            .setInputs(change.inputs())
            .setDecidedAt(change.at());
    Judged judged = change.judged();
    if (judged != null) {
      JudgedRecords.write(judged, told);
    }
    return told.build();
  }

  static RolloutState written(Rollout.State state) {
    return switch (state) {
      case ROLLING_OUT -> RolloutState.ROLLING_OUT;
      case PAUSED -> RolloutState.PAUSED;
      case STABLE -> RolloutState.STABLE;
      case ABORTED -> RolloutState.ABORTED;
    };
  }

  /** Empty for a state that a later release of ours has added. */
  public static Optional<RolloutChanged> read(RolloutDecision written) {
    return state(written.getState())
        .map(
            state ->
                new RolloutChanged(
                    new DecisionId(written.getDecisionId()),
                    new EngineVersion(written.getVersion()),
                    new Rollout(state, written.getShare(), version(written.getStableBefore())),
                    written.getReasons().stream()
                        .map(reason -> new Reason(reason.getRule(), reason.getSentence()))
                        .toList(),
                    written.getInputs(),
                    written.getDecidedAt(),
                    JudgedRecords.read(written)));
  }

  private static Optional<Rollout.State> state(RolloutState written) {
    return switch (written) {
      case ROLLING_OUT -> Optional.of(Rollout.State.ROLLING_OUT);
      case PAUSED -> Optional.of(Rollout.State.PAUSED);
      case STABLE -> Optional.of(Rollout.State.STABLE);
      case ABORTED -> Optional.of(Rollout.State.ABORTED);
      case UNKNOWN -> Optional.empty();
    };
  }

  private static @Nullable EngineVersion version(@Nullable String text) {
    return text == null ? null : new EngineVersion(text);
  }
}
