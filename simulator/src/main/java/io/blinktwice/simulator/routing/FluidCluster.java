package io.blinktwice.simulator.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster whose cores flow to its queries as its discipline says. */
final class FluidCluster {
  private static final double NOTHING = 1e-9;

  final int number;
  final String id;
  final int cores;
  final Sharing sharing;
  private final List<Query> running = new ArrayList<>();
  private double at;
  private double busy;

  /** Counts changes, so that an end that was foreseen before one is known to be wrong. */
  long version;

  final double since;
  double until = Double.POSITIVE_INFINITY;
  boolean open = true;
  boolean alive = true;

  /** How cores are shared. */
  enum Sharing {
    /** Equally, up to what each can use. */
    FAIR,
    FIFO,
    /** What nobody can have: interactive first, the least remaining first, preemption for free. */
    SHORTEST_REMAINING
  }

  FluidCluster(int number, int cores, Sharing sharing, double since) {
    this.number = number;
    this.id = "cluster-" + number;
    this.cores = cores;
    this.sharing = sharing;
    this.since = since;
    this.at = since;
  }

  int count() {
    return running.size();
  }

  List<Query> running() {
    return running;
  }

  void advance(double now) {
    double seconds = now - at;
    if (seconds > 0) {
      for (Query query : running) {
        query.left = Math.max(0, query.left - query.rate * seconds);
        busy += query.rate * seconds;
      }
      at = now;
    }
  }

  void add(Query query, double now) {
    advance(now);
    query.cluster = this;
    int place = running.size();
    if (sharing == Sharing.FAIR) {
      while (place > 0 && running.get(place - 1).parallelism > query.parallelism) {
        place--;
      }
    }
    running.add(place, query);
    share();
  }

  void remove(Query query, double now) {
    advance(now);
    running.remove(query);
    query.cluster = null;
    query.rate = 0;
    share();
  }

  private void share() {
    version++;
    if (sharing == Sharing.SHORTEST_REMAINING) {
      running.sort(FluidCluster::before);
    }
    double free = cores;
    int waiting = running.size();
    for (Query query : running) {
      double fair = sharing == Sharing.FAIR ? free / waiting : free;
      query.rate = Math.min(query.parallelism, fair);
      free -= query.rate;
      waiting--;
    }
  }

  private static int before(Query one, Query other) {
    boolean first = one.looksInteractive();
    return first == other.looksInteractive()
        ? Double.compare(one.left, other.left)
        : first ? -1 : 1;
  }

  /** The query that ends next if nothing changes. */
  @Nullable Query next() {
    Query next = null;
    double soonest = Double.POSITIVE_INFINITY;
    for (Query query : running) {
      double seconds = query.rate > NOTHING ? query.left / query.rate : Double.POSITIVE_INFINITY;
      if (seconds < soonest) {
        soonest = seconds;
        next = query;
      }
    }
    return next;
  }

  /** Share of its cores that was busy in its life. */
  double utilization(double now) {
    return busy / (cores * Math.max(NOTHING, Math.min(now, until) - since));
  }
}
