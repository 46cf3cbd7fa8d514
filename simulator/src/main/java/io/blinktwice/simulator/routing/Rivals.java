package io.blinktwice.simulator.routing;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** What others do, each in a line or two. All know exactly how many queries each cluster has. */
final class Rivals {
  private Rivals() {}

  /** Chooses one of the open clusters. */
  interface Choice {
    FluidCluster of(List<FluidCluster> open, Query query);

    default void ended(Query query, FluidCluster cluster) {}
  }

  /** Sends each query off at once; bound sessions go home. */
  static Dispatcher atOnce(World world, Choice choice) {
    Sessions sessions = new Sessions();
    return new Dispatcher() {
      @Override
      public void arrived(Query query) {
        FluidCluster home = sessions.home(query);
        List<FluidCluster> open = world.open();
        if (home == null && open.isEmpty()) {
          world.fail(query);
          return;
        }
        FluidCluster cluster = home == null ? choice.of(open, query) : home;
        sessions.settled(query, cluster);
        world.place(query, cluster);
      }

      @Override
      public void ended(Query query, FluidCluster cluster) {
        choice.ended(query, cluster);
      }
    };
  }

  static Choice random(SplittableRandom random) {
    return (open, _) -> open.get(random.nextInt(open.size()));
  }

  static Choice roundRobin() {
    int[] next = {0};
    return (open, _) -> open.get(next[0]++ % open.size());
  }

  static Choice leastConnections() {
    return (open, _) -> least(open, FluidCluster::count);
  }

  /** The strongest simple rule: connections per core, with the new one. */
  static Choice weightedLeastConnections() {
    return (open, _) -> least(open, cluster -> (cluster.count() + 1.0) / cluster.cores);
  }

  static Choice powerOfTwo(SplittableRandom random) {
    return (open, _) -> {
      FluidCluster one = open.get(random.nextInt(open.size()));
      FluidCluster other = open.get(random.nextInt(open.size()));
      return one.count() <= other.count() ? one : other;
    };
  }

  /** Interactive work on the small clusters with some 30 % of the cores, the rest for batch. */
  static Choice staticGroups() {
    return (open, query) -> {
      double all = open.stream().mapToDouble(cluster -> cluster.cores).sum();
      List<FluidCluster> bySize =
          open.stream().sorted(Comparator.comparingInt(cluster -> cluster.cores)).toList();
      int border = 0;
      for (double sum = 0; border < bySize.size() - 1 && sum < 0.3 * all; border++) {
        sum += bySize.get(border).cores;
      }
      border = Math.max(1, border);
      List<FluidCluster> group =
          query.looksInteractive()
              ? bySize.subList(0, border)
              : bySize.subList(Math.min(border, bySize.size() - 1), bySize.size());
      return least(group, cluster -> (cluster.count() + 1.0) / cluster.cores);
    };
  }

  static FluidCluster least(List<FluidCluster> open, ToDoubleFunction<FluidCluster> of) {
    FluidCluster best = open.getFirst();
    double least = of.applyAsDouble(best);
    for (FluidCluster each : open) {
      double value = of.applyAsDouble(each);
      if (value < least) {
        best = each;
        least = value;
      }
    }
    return best;
  }
}
