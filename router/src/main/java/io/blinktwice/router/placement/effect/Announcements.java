package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RoutingKind;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.decision.Placement;
import io.blinktwice.router.placement.effect.Held.Waiting;
import io.blinktwice.runtime.metrics.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells others what was decided, and what work wants that waits. */
final class Announcements {
  private final PlacementDesk.Audience audience;
  private final String replica;
  private final DeskClock clock;
  private final KnownClusters clusters;
  private final DemandBook demand;

  Announcements(
      PlacementDesk.Audience audience,
      String replica,
      DeskClock clock,
      KnownClusters clusters,
      DemandBook demand) {
    this.audience = audience;
    this.replica = replica;
    this.clock = clock;
    this.clusters = clusters;
    this.demand = demand;
  }

  /** Whether this gateway itself says so. */
  boolean isOurs(String itsReplica) {
    return replica.equals(itsReplica);
  }

  /** Of a statement that waits or waited, since when it is in line. */
  void tell(Waiting one, RoutingKind kind, Placement placement, double now) {
    tell(one.ask(), kind, placement, one.work().id(), one.estimatedFrom(), now - one.since());
  }

  /**
   * @param operation none for a session that has not asked for anything yet
   */
  void tell(
      Ask ask,
      RoutingKind kind,
      Placement placement,
      @Nullable String operation,
      String estimatedFrom,
      double queued) {
    RouterMetrics.PLACEMENTS.increment(Label.word(kind));
    audience.decided(
        Decided.record(
            new Decided.Told(
                ask,
                kind,
                placement,
                operation,
                kind == RoutingKind.MOVED ? ask.where().home() : null,
                clusters.poolOf(ask.version()),
                estimatedFrom,
                Math.max(0, queued),
                replica),
            clock.instant()),
        ask.asker().trace());
  }

  /** What was wanted since this was last told, by version. */
  void report(Held held) {
    double now = clock.seconds();
    Set<EngineVersion> versions = new HashSet<>(demand.versions());
    held.waiting().forEach(waiting -> versions.add(waiting.ask().version()));
    for (EngineVersion version : versions) {
      List<DemandBook.Line> line = new ArrayList<>();
      for (Waiting waiting : held.waitingFor(version)) {
        line.add(
            new DemandBook.Line(
                waiting.work().latency(),
                waiting.work().size(),
                now - waiting.since(),
                waiting.placement().reason().rule()));
      }
      demand
          .report(version, clusters.poolOf(version), line, clock.instant())
          .ifPresent(audience::wants);
    }
  }
}
