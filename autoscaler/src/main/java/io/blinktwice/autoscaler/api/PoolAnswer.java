package io.blinktwice.autoscaler.api;

import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.DemandForecast;
import io.blinktwice.events.Pool;
import io.blinktwice.events.ScalingDecision;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pool: what is wanted of it, and what it is.
 *
 * @param wanted whether somebody said what is wanted; otherwise decisions are only shown
 * @param objective share of the runs that may start late
 * @param lateAfter seconds from when on a start is late
 * @param ready clusters that serve
 * @param starting clusters that come
 * @param draining clusters that go
 */
@Serdeable
public record PoolAnswer(
    String pool,
    boolean wanted,
    @Nullable String mode,
    @Nullable Double objective,
    @Nullable Long lateAfter,
    @Nullable Integer minClusters,
    @Nullable Integer maxClusters,
    @Nullable Double costCeilingPerHour,
    List<SizeAnswer> sizes,
    boolean retired,
    long ready,
    long starting,
    long draining) {

  /** A size class of a pool. */
  @Serdeable
  public record SizeAnswer(String size, int cores, long memoryBytes, double pricePerHour) {}

  /** All pools, by name. */
  @Serdeable
  public record Pools(List<PoolAnswer> pools) {}

  static PoolAnswer of(String name, @Nullable Pool pool, List<ClusterLifecycle> clusters) {
    return new PoolAnswer(
        name,
        pool != null,
        pool == null ? null : pool.getMode().name().toLowerCase(Locale.ROOT),
        pool == null ? null : pool.getLateShare(),
        pool == null ? null : pool.getLateAfterMillis() / 1000,
        pool == null ? null : pool.getMinClusters(),
        pool == null ? null : pool.getMaxClusters(),
        pool == null ? null : pool.getCostCeilingPerHour(),
        pool == null
            ? List.of()
            : pool.getSizes().stream()
                .map(
                    size ->
                        new SizeAnswer(
                            size.getSize(),
                            size.getCores(),
                            size.getMemoryBytes(),
                            size.getPricePerHour()))
                .toList(),
        pool != null && pool.getRetired(),
        in(clusters, ClusterState.READY),
        in(clusters, ClusterState.STARTING) + in(clusters, ClusterState.REQUESTED),
        in(clusters, ClusterState.DRAINING));
  }

  private static long in(List<ClusterLifecycle> clusters, ClusterState state) {
    return clusters.stream().filter(each -> each.getState() == state).count();
  }

  /**
   * Why a pool is as it is.
   *
   * @param decisions newest first
   */
  @Serdeable
  public record Explained(PoolAnswer pool, List<DecisionAnswer> decisions) {}

  /**
   * A scaling decision.
   *
   * @param target clusters of that version and size afterwards
   * @param demandCores cores that were in use or waited for
   * @param forecastCores cores expected when a start would be done
   * @param coveredCores cores that the objective asks for then
   * @param quantile share of the runs that are to start in time
   * @param model the rule that is followed, found by trying all in the shadow
   * @param lowerBound fewest cores of the online optimum
   * @param upperBound most cores of it
   * @param heldBackBy what limited it
   * @param dryRun whether nobody acts on it
   */
  @Serdeable
  public record DecisionAnswer(
      String decision,
      String version,
      @Nullable String size,
      String action,
      int count,
      List<String> clusters,
      int target,
      double demandCores,
      @Nullable Double forecastCores,
      @Nullable Double coveredCores,
      @Nullable Double quantile,
      @Nullable String model,
      @Nullable Double lowerBound,
      @Nullable Double upperBound,
      @Nullable Double costPerHour,
      @Nullable String heldBackBy,
      boolean dryRun,
      List<String> reasons,
      List<String> inputs,
      Instant decidedAt) {

    static DecisionAnswer of(ScalingDecision decision) {
      DemandForecast forecast = decision.getForecast();
      return new DecisionAnswer(
          decision.getDecisionId(),
          decision.getEngineVersion(),
          decision.getSize(),
          decision.getAction().name().toLowerCase(Locale.ROOT),
          decision.getCount(),
          decision.getClusters(),
          decision.getTarget(),
          decision.getDemandCores(),
          forecast == null ? null : forecast.getMean(),
          forecast == null ? null : forecast.getCores(),
          forecast == null ? null : forecast.getQuantile(),
          forecast == null ? null : forecast.getModel(),
          decision.getLowerBound(),
          decision.getUpperBound(),
          decision.getCostPerHour(),
          decision.getHeldBackBy(),
          decision.getDryRun(),
          decision.getReasons().stream()
              .map(reason -> reason.getRule() + ": " + reason.getSentence())
              .toList(),
          decision.getInputs(),
          decision.getDecidedAt());
    }
  }
}
