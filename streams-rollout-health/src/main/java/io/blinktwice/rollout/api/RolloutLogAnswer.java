package io.blinktwice.rollout.api;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a roll-out went.
 *
 * @param decisions the newest first, up to 500
 * @param points how the evidence stood over time, oldest first
 */
@Serdeable
public record RolloutLogAnswer(
    String version, List<RolloutAnswer> decisions, List<PointAnswer> points) {

  /**
   * How the evidence stood at one time.
   *
   * @param wealth of the judge's bets; the roll-out is paused at {@code pauseAt}
   * @param harmed distinct workloads that the release failed
   */
  @Serdeable
  public record PointAnswer(
      Instant at,
      double wealth,
      @Nullable Double pauseAt,
      long runs,
      long harmed,
      long userVisibleFailures) {
    static PointAnswer of(HealthAnswer health) {
      return new PointAnswer(
          health.at(),
          health.wealth(),
          health.pauseAt(),
          health.runs(),
          health.waves().stream()
              .filter(wave -> wave.wave() > 0)
              .mapToLong(HealthAnswer.WaveAnswer::harmed)
              .sum(),
          health.userVisibleFailures());
    }

    boolean saysTheSameAs(PointAnswer other) {
      return wealth == other.wealth && runs == other.runs && harmed == other.harmed;
    }
  }
}
