package io.blinktwice.simulator.routing;

import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.router.placement.decision.Work;
import org.jspecify.annotations.Nullable;

/** A query: what it is, and what became of it. */
final class Query {
  /** Nobody feels less than this. */
  static final double FLOOR_SECONDS = 0.25;

  final int number;
  final double arrival;
  final Kind kind;
  final double coreSeconds;
  final double parallelism;
  final Size predicted;
  final int session;
  final boolean pinned;

  /** Where it runs; none before and after. */
  @Nullable FluidCluster cluster;

  double left;
  double rate;
  double wasted;
  double end = Double.NaN;
  double isolated = Double.NaN;
  boolean failed;
  boolean lost;

  /** What sort of work it is. */
  enum Kind {
    INTERACTIVE,
    BATCH,
    /** Looks interactive, and never ends. */
    RUNAWAY
  }

  /** A query as it was drawn. */
  record Drawn(double arrival, Kind kind, double coreSeconds, double parallelism, Size predicted) {}

  Query(int number, Drawn drawn, int session, boolean pinned) {
    this.number = number;
    this.arrival = drawn.arrival();
    this.kind = drawn.kind();
    this.coreSeconds = drawn.coreSeconds();
    this.parallelism = drawn.parallelism();
    this.predicted = drawn.predicted();
    this.session = session;
    this.pinned = pinned;
    this.left = coreSeconds;
  }

  double done() {
    return coreSeconds - left;
  }

  boolean looksInteractive() {
    return kind != Kind.BATCH;
  }

  /** As the policy of the gateway sees it. */
  Work asWork(String id, Work.Restriction where) {
    return new Work(
        id,
        "workspace-" + session % 20,
        looksInteractive() ? Latency.INTERACTIVE : Latency.BATCH,
        predicted,
        where);
  }

  /** Response over what it takes alone on the largest cluster. */
  double slowdown(double largest) {
    double ideal = Math.max(FLOOR_SECONDS, coreSeconds / Math.min(parallelism, largest));
    return Math.max(FLOOR_SECONDS, end - arrival) / ideal;
  }
}
