package io.blinktwice.rollout.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Rollout;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet promises its users: that upgrades come, and that nobody notices.
 *
 * @param successRate runs on upgraded versions without a failure by the version that a user saw;
 *     absent before the first run
 * @param runs on upgraded versions
 * @param versionsAlive versions that ran something within a day
 * @param perYear versions that became the fleet's in place of another within a year
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record UpgradesAnswer(
    @Nullable Double successRate,
    long runs,
    long userVisibleFailures,
    int versionsAlive,
    int perYear) {
  private static final Duration ALIVE = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);

  public static UpgradesAnswer of(
      List<RolloutChanged> rollouts, Collection<HealthAnswer> healths, Instant now) {
    Set<String> upgraded = new HashSet<>();
    int perYear = 0;
    for (RolloutChanged last : rollouts) {
      if (last.rollout().stableBefore() != null) {
        upgraded.add(last.version().value());
        boolean promoted = last.rollout().state() == Rollout.State.STABLE;
        perYear += promoted && last.at().isAfter(now.minus(YEAR)) ? 1 : 0;
      }
    }
    long runs = 0;
    long visible = 0;
    int alive = 0;
    for (HealthAnswer health : healths) {
      Instant evidence = health.evidenceAt();
      alive += evidence != null && evidence.isAfter(now.minus(ALIVE)) ? 1 : 0;
      if (upgraded.contains(health.version())) {
        runs += health.runs();
        visible += health.userVisibleFailures();
      }
    }
    Double rate = runs == 0 ? null : (double) (runs - visible) / runs;
    return new UpgradesAnswer(rate, runs, visible, alive, perYear);
  }
}
