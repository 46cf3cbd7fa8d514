package io.blinktwice.rollout.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blinktwice.rollout.health.decision.GrowthBook;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a version fares in the fleet.
 *
 * @param judgement what the evidence says: CONTINUE, SLOW or PAUSE; absent without any, for no
 *     evidence is never health
 * @param wealth of the judge's bets; the roll-out is paused at {@code pauseAt}
 * @param successRate upgrade success rate: runs on it without a failure by it that a user saw
 * @param evidenceAt when the newest of its runs ended
 * @param waves the control as wave 0, then a wave each
 * @param memory how much more or less memory workloads need on it; absent where none was measured
 *     on it and on the version before
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record HealthAnswer(
    String version,
    @Nullable String predecessor,
    @Nullable String judgement,
    double wealth,
    @Nullable Double pauseAt,
    long runs,
    long userVisibleFailures,
    @Nullable Double successRate,
    long activePins,
    @Nullable Instant since,
    @Nullable Instant evidenceAt,
    Instant at,
    List<WaveAnswer> waves,
    @Nullable MemoryAnswer memory) {

  HealthAnswer with(GrowthBook.Counts growth) {
    return new HealthAnswer(
        version,
        predecessor,
        judgement,
        wealth,
        pauseAt,
        runs,
        userVisibleFailures,
        successRate,
        activePins,
        since,
        evidenceAt,
        at,
        waves,
        new MemoryAnswer(
            growth.workloads(), growth.grown(), growth.shrunk(), growth.medianRatio()));
  }

  /**
   * What workloads need on it beside what they needed on the version before, their input taken into
   * account.
   *
   * @param workloads that were measured on both
   * @param grown those whose 95 % interval begins above 1.1
   * @param shrunk those whose 95 % interval ends below 0.9
   * @param medianRatio of their peaks, newer by older
   */
  @Serdeable
  public record MemoryAnswer(long workloads, long grown, long shrunk, double medianRatio) {}

  /**
   * How the workloads of one slice of the fleet fare.
   *
   * @param failures first attempts that failed, by category
   * @param repaired suspect failures whose retry on the last known good version succeeded at once
   * @param harmed distinct workloads among those
   */
  @Serdeable
  public record WaveAnswer(
      int wave,
      double fromShare,
      double toShare,
      double hours,
      long runs,
      long cleanRuns,
      long workloads,
      long workspaces,
      Map<String, Long> failures,
      long suspects,
      long repaired,
      long outOfMemory,
      long pins,
      long performancePins,
      long harmed,
      long userVisibleFailures) {}
}
