package io.blinktwice.autoscaler.pools.decision;

import io.blinktwice.autoscaler.horizontal.decision.ScalingChoice;
import io.blinktwice.autoscaler.pools.decision.KnownCluster.Group;
import java.util.List;

/**
 * What is to be done with a group of clusters.
 *
 * @param count how many come or go
 * @param clusters those that go
 * @param target how many there are afterwards
 * @param demandCores cores that are in use or waited for
 * @param costPerHour what the group costs afterwards
 * @param forShow whether nobody is to act on it: nobody said what is wanted of the pool
 * @param coldSeconds how long a start takes
 */
public record PoolPlan(
    Group group,
    Action action,
    int count,
    List<String> clusters,
    int target,
    double slots,
    double demandCores,
    double costPerHour,
    boolean forShow,
    boolean urgent,
    int coldSeconds,
    double quantile,
    ScalingChoice choice) {

  /** How it changes. */
  public enum Action {
    OUT,
    IN,
    HOLD
  }

  public PoolPlan {
    clusters = List.copyOf(clusters);
  }
}
