package io.blinktwice.rollout.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Rollout;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a roll-out controller is to do with a release, in one word.
 *
 * @param verdict continue, slow, pause, or unknown while there is no evidence
 * @param share of the fleet that the release may have now
 * @param reason the newest decision's sentence
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AnalysisAnswer(
    String version, String verdict, @Nullable String state, double share, String reason) {
  private static final String CONTINUE = "continue";
  private static final String PAUSE = "pause";
  private static final String UNKNOWN = "unknown";

  static AnalysisAnswer of(
      String version, @Nullable RolloutChanged last, @Nullable HealthAnswer health) {
    if (last == null) {
      return new AnalysisAnswer(version, UNKNOWN, null, 0, "it has not been rolled out");
    }
    return new AnalysisAnswer(
        version,
        verdict(last.rollout().state(), health),
        last.rollout().state().name(),
        last.rollout().share(),
        last.reasons().isEmpty() ? "" : last.reasons().getFirst().sentence());
  }

  private static String verdict(Rollout.State state, @Nullable HealthAnswer health) {
    return switch (state) {
      case PAUSED, ABORTED -> PAUSE;
      case STABLE -> CONTINUE;
      case ROLLING_OUT -> {
        String judgement = health == null ? null : health.judgement();
        yield judgement == null ? UNKNOWN : judgement.toLowerCase(Locale.ROOT);
      }
    };
  }

  /** Whether the roll-out may go further. */
  boolean mayAdvance() {
    return verdict.equals(CONTINUE);
  }

  /** Whether it is to be taken back. */
  boolean isBad() {
    return verdict.equals(PAUSE);
  }
}
