package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.Query.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What became of one seed's queries. The first tenth is warm-up and does not count. */
record Flown(
    double interactiveP50,
    double interactiveP99,
    double batchMean,
    double batchP95,
    double imbalance,
    double wastedWork,
    double failed,
    double lost,
    double outageP99,
    double isolationP95,
    double fairShareSeconds) {
  static Flown of(List<Query> queries, World world, double largest, double fairShareSeconds) {
    double[] interactive = slowdowns(queries, largest, query -> query.kind == Kind.INTERACTIVE);
    double[] batch = slowdowns(queries, largest, query -> query.kind == Kind.BATCH);
    double[] outage =
        slowdowns(
            queries,
            largest,
            query -> query.kind == Kind.INTERACTIVE && Outage.FOR_ALL.away(query.arrival));
    double[] isolated =
        queries.stream()
            .filter(query -> query.kind == Kind.RUNAWAY && !Double.isNaN(query.isolated))
            .mapToDouble(query -> query.isolated - query.arrival)
            .sorted()
            .toArray();
    double work = queries.stream().mapToDouble(query -> query.coreSeconds).sum();
    double wasted = queries.stream().mapToDouble(query -> query.wasted).sum();
    return new Flown(
        quantile(interactive, 0.5),
        quantile(interactive, 0.99),
        Arrays.stream(batch).average().orElse(Double.NaN),
        quantile(batch, 0.95),
        imbalance(world),
        wasted / work,
        queries.stream().filter(query -> query.failed).count(),
        queries.stream().filter(query -> query.lost).count(),
        quantile(outage, 0.99),
        quantile(isolated, 0.95),
        fairShareSeconds);
  }

  /** The minutes in which the backbone would be away, whoever notices. */
  private static final class Outage {
    static final Ours.Surroundings FOR_ALL = new Ours.Surroundings(1, 1, 0, 0, true);
  }

  private static double[] slowdowns(List<Query> queries, double largest, Predicate<Query> which) {
    int warm = queries.size() / 10;
    return queries.stream()
        .skip(warm)
        .filter(query -> !query.failed && !query.lost)
        .filter(which)
        .mapToDouble(query -> query.slowdown(largest))
        .sorted()
        .toArray();
  }

  private static double quantile(double[] sorted, double at) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, (int) (at * sorted.length))];
  }

  /** Coefficient of variation of the clusters' utilisation. */
  private static double imbalance(World world) {
    double[] each =
        world.clusters().stream()
            .mapToDouble(cluster -> cluster.utilization(world.now()))
            .toArray();
    double mean = Arrays.stream(each).average().orElse(0);
    double variance =
        Arrays.stream(each).map(one -> (one - mean) * (one - mean)).average().orElse(0);
    return Math.sqrt(variance) / mean;
  }
}
