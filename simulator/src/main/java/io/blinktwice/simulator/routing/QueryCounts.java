package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.Rivals.Choice;
import java.util.Arrays;
import java.util.List;

/**
 * What Trino Gateway's query-count router does: the fewest queries by a snapshot of every so many
 * seconds, plus one for each that was sent since. It does not look at capacity.
 */
final class QueryCounts implements Choice {
  private final World world;
  private final double period;
  private int[] counts = new int[16];
  private double taken = Double.NEGATIVE_INFINITY;

  QueryCounts(World world, double period) {
    this.world = world;
    this.period = period;
  }

  @Override
  public FluidCluster of(List<FluidCluster> open, Query query) {
    if (world.now() >= taken + period) {
      taken = world.now();
      counts = new int[world.clusters().size()];
      world.clusters().forEach(cluster -> counts[cluster.number] = cluster.count());
    }
    if (counts.length < world.clusters().size()) {
      counts = Arrays.copyOf(counts, world.clusters().size());
    }
    FluidCluster chosen = Rivals.least(open, cluster -> counts[cluster.number]);
    counts[chosen.number]++;
    return chosen;
  }
}
