package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RoutingKind;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.decision.ClusterBoard.Overrun;
import io.blinktwice.router.placement.decision.Placement;
import io.blinktwice.router.placement.decision.Placement.Reason;
import io.blinktwice.router.placement.decision.Placement.Rule;
import io.blinktwice.router.placement.effect.Held.Running;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds statements that run away, and has those begun again alone that can be. */
final class Runaways {
  private static final Logger LOG = LoggerFactory.getLogger(Runaways.class);

  private final DeskClock clock;
  private final Placers placers;
  private final KnownClusters clusters;
  private final Held held;
  private final Announcements announcements;

  Runaways(
      DeskClock clock,
      Placers placers,
      KnownClusters clusters,
      Held held,
      Announcements announcements) {
    this.clock = clock;
    this.placers = placers;
    this.clusters = clusters;
    this.held = held;
    this.announcements = announcements;
  }

  /** Nothing is gained by beginning again where there is no other cluster. */
  void look(EngineVersion version) {
    placers.of(version).board().overruns(clock.seconds()).forEach(this::isolate);
    if (clusters.open(version) > 1) {
      held.runawaysInCompany(version)
          .forEach(
              (asked, had) -> Thread.ofVirtual().name("isolate").start(() -> asked.after(had)));
    }
  }

  private void isolate(Overrun overrun) {
    Optional<Running> running = held.running(overrun.work().id());
    LOG.atInfo()
        .addKeyValue("operation", overrun.work().id())
        .addKeyValue("cluster", overrun.cluster())
        .addKeyValue("coreSeconds", Math.round(overrun.coreSeconds()))
        .log("A statement ran away; its cluster gets no interactive work while there is another");
    if (running.isPresent()) {
      announcements.tell(
          running.get().seat().ask(),
          RoutingKind.ISOLATED,
          new Placement(
              overrun.work(),
              Placement.Verdict.PLACED,
              overrun.cluster(),
              List.of(),
              0,
              0,
              new Reason(
                  Rule.HAS_A_RUNAWAY,
                  "it had %.1f core-seconds and was expected to need at most %.1f"
                      .formatted(overrun.coreSeconds(), overrun.work().size().coreSecondsHigh()))),
          overrun.work().id(),
          Expected.OVERRUN,
          0);
      running.get().ranAway(overrun.coreSeconds());
    }
    RouterMetrics.PLACEMENT_RUNAWAYS.increment();
  }
}
