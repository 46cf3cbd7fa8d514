package io.blinktwice.simulator.routing;

/** Who sends queries to clusters. */
interface Dispatcher {
  Dispatcher NOBODY = _ -> {};

  void arrived(Query query);

  default void ended(Query query, FluidCluster cluster) {}

  default void joined(FluidCluster cluster) {}

  default void drained(FluidCluster cluster) {}

  default void left(FluidCluster cluster) {}

  default void everySecond() {}
}
