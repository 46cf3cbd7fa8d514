package io.blinktwice.simulator.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The pool, its clock, and what happens in it in order of time. */
final class World {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
  private final List<FluidCluster> clusters = new ArrayList<>();
  private Dispatcher dispatcher = Dispatcher.NOBODY;
  private List<FluidCluster> open = List.of();
  private double now;
  private long number;
  private int unfinished;

  private record Event(double at, long number, Runnable what) {}

  double now() {
    return now;
  }

  /** All that there ever were; some are closed or gone. */
  List<FluidCluster> clusters() {
    return clusters;
  }

  List<FluidCluster> open() {
    if (open.isEmpty()) {
      open = clusters.stream().filter(cluster -> cluster.open).toList();
    }
    return open;
  }

  FluidCluster join(int cores, FluidCluster.Sharing sharing) {
    FluidCluster cluster = new FluidCluster(clusters.size(), cores, sharing, now);
    clusters.add(cluster);
    open = List.of();
    dispatcher.joined(cluster);
    return cluster;
  }

  /** It finishes what it has and is gone then. */
  void drain(FluidCluster cluster) {
    cluster.open = false;
    open = List.of();
    dispatcher.drained(cluster);
    goneIfEmpty(cluster);
  }

  private void goneIfEmpty(FluidCluster cluster) {
    if (!cluster.open && cluster.alive && cluster.count() == 0) {
      cluster.alive = false;
      cluster.until = now;
      dispatcher.left(cluster);
    }
  }

  /** It is gone with all that runs on it. */
  void crash(FluidCluster cluster) {
    cluster.open = false;
    open = List.of();
    cluster.alive = false;
    cluster.until = now;
    for (Query query : List.copyOf(cluster.running())) {
      cluster.remove(query, now);
      query.lost = true;
      unfinished--;
    }
    dispatcher.left(cluster);
  }

  void at(double time, Runnable what) {
    events.add(new Event(Math.max(now, time), number++, what));
  }

  /** Plays everything, until the last query has ended. */
  void play(List<Query> queries, Dispatcher whoDispatches) {
    dispatcher = whoDispatches;
    unfinished = queries.size();
    clusters.forEach(dispatcher::joined);
    queries.forEach(query -> at(query.arrival, () -> dispatcher.arrived(query)));
    at(1, this::everySecond);
    while (unfinished > 0) {
      Event event = events.remove();
      now = event.at();
      event.what().run();
    }
  }

  private void everySecond() {
    dispatcher.everySecond();
    at(now + 1, this::everySecond);
  }

  void place(Query query, FluidCluster cluster) {
    if (!cluster.alive) {
      fail(query);
      return;
    }
    cluster.add(query, now);
    foresee(cluster);
  }

  /** It was sent where nothing is. */
  void fail(Query query) {
    query.failed = true;
    query.end = now;
    unfinished--;
  }

  /** Its work so far is lost. */
  void interrupt(Query query, FluidCluster cluster) {
    cluster.remove(query, now);
    query.wasted += query.done();
    query.left = query.coreSeconds;
    foresee(cluster);
    goneIfEmpty(cluster);
  }

  private void foresee(FluidCluster cluster) {
    Query next = cluster.next();
    if (next != null) {
      long version = cluster.version;
      at(now + next.left / next.rate, () -> ended(cluster, next, version));
    }
  }

  private void ended(FluidCluster cluster, Query query, long version) {
    if (cluster.version != version) {
      return;
    }
    cluster.remove(query, now);
    query.left = 0;
    query.end = now;
    unfinished--;
    foresee(cluster);
    dispatcher.ended(query, cluster);
    goneIfEmpty(cluster);
  }
}
