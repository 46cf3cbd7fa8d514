package io.blinktwice.rollout.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/** The newest decision on a roll-out. */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RolloutAnswer(
    String decisionId,
    String version,
    String state,
    double share,
    @Nullable String stableBefore,
    List<ReasonAnswer> reasons,
    List<String> inputs,
    Instant decidedAt) {

  /** Why it was decided. */
  @Serdeable
  public record ReasonAnswer(String rule, String sentence) {}

  /** All roll-outs, and the version that the rest of the fleet runs. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record FleetAnswer(@Nullable String stable, List<RolloutAnswer> rollouts) {
    static FleetAnswer of(@Nullable EngineVersion stable, List<RolloutChanged> rollouts) {
      return new FleetAnswer(text(stable), rollouts.stream().map(RolloutAnswer::of).toList());
    }
  }

  static RolloutAnswer of(RolloutChanged change) {
    return new RolloutAnswer(
        change.id().value(),
        change.version().value(),
        change.rollout().state().name(),
        change.rollout().share(),
        text(change.rollout().stableBefore()),
        change.reasons().stream()
            .map(reason -> new ReasonAnswer(reason.rule(), reason.sentence()))
            .toList(),
        change.inputs(),
        change.at());
  }

  private static @Nullable String text(@Nullable EngineVersion version) {
    return version == null ? null : version.value();
  }
}
