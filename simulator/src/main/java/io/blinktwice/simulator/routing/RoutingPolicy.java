package io.blinktwice.simulator.routing;

import io.blinktwice.router.placement.decision.PlacementPolicy;
import io.blinktwice.simulator.routing.FluidCluster.Sharing;
import io.blinktwice.simulator.routing.Ours.Surroundings;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Who may dispatch. */
enum RoutingPolicy {
  OURS,
  /** Ours, but each decision looks at every cluster: what sampling costs. */
  OURS_FULL_SCAN,
  RANDOM,
  ROUND_ROBIN,
  LEAST_CONNECTIONS,
  WEIGHTED_LEAST_CONNECTIONS,
  POWER_OF_TWO,
  PREQUAL,
  TRINO_5S,
  TRINO_60S,
  STATIC_GROUPS,
  /** All cores are one cluster that shares fairly. */
  POOLED_FAIR,
  /** The bound: all cores are one cluster, interactive first, preemption for free. */
  POOLED_SRPT;

  static RoutingPolicy of(String label) {
    return Arrays.stream(values())
        .filter(policy -> policy.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no policy is called '%s'; there are: %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(RoutingPolicy::label)
                                .collect(Collectors.joining(" ")))));
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  boolean ours() {
    return this == OURS || this == OURS_FULL_SCAN;
  }

  boolean pooled() {
    return this == POOLED_FAIR || this == POOLED_SRPT;
  }

  Sharing sharing(Sharing ordinary) {
    return switch (this) {
      case POOLED_FAIR -> Sharing.FAIR;
      case POOLED_SRPT -> Sharing.SHORTEST_REMAINING;
      case OURS,
          OURS_FULL_SCAN,
          RANDOM,
          ROUND_ROBIN,
          LEAST_CONNECTIONS,
          WEIGHTED_LEAST_CONNECTIONS,
          POWER_OF_TWO,
          PREQUAL,
          TRINO_5S,
          TRINO_60S,
          STATIC_GROUPS ->
          ordinary;
    };
  }

  Dispatcher dispatcher(World world, Surroundings around, SplittableRandom random) {
    return switch (this) {
      case OURS -> new Ours(world, PlacementPolicy.ORDINARY, around, random);
      case OURS_FULL_SCAN -> new Ours(world, fullScan(), around, random);
      case RANDOM -> Rivals.atOnce(world, Rivals.random(random));
      case ROUND_ROBIN -> Rivals.atOnce(world, Rivals.roundRobin());
      case LEAST_CONNECTIONS -> Rivals.atOnce(world, Rivals.leastConnections());
      case WEIGHTED_LEAST_CONNECTIONS -> Rivals.atOnce(world, Rivals.weightedLeastConnections());
      case POWER_OF_TWO -> Rivals.atOnce(world, Rivals.powerOfTwo(random));
      case PREQUAL -> Rivals.atOnce(world, new PrequalLike(random));
      case TRINO_5S -> Rivals.atOnce(world, new QueryCounts(world, 5));
      case TRINO_60S -> Rivals.atOnce(world, new QueryCounts(world, 60));
      case STATIC_GROUPS -> Rivals.atOnce(world, Rivals.staticGroups());
      case POOLED_FAIR, POOLED_SRPT -> Rivals.atOnce(world, (open, _) -> open.getFirst());
    };
  }

  private static PlacementPolicy fullScan() {
    return PlacementPolicy.ORDINARY.lookingAt(Integer.MAX_VALUE);
  }
}
