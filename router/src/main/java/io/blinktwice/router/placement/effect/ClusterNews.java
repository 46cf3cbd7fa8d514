package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.OperationProgress;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.placement.decision.ClusterBoard;
import io.blinktwice.router.placement.decision.UtilizationReport;
import io.blinktwice.router.placement.decision.UtilizationReport.Progress;
import io.blinktwice.router.placement.decision.Work;
import io.blinktwice.router.placement.effect.KnownClusters.Known;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes on to the boards what is heard of clusters; belongs to the lock of its desk. */
final class ClusterNews {
  private final DeskClock clock;
  private final Placers placers;
  private final KnownClusters clusters;
  private final Held held;
  private final SizeBook sizes;
  private final Seating seating;

  ClusterNews(
      DeskClock clock,
      Placers placers,
      KnownClusters clusters,
      Held held,
      SizeBook sizes,
      Seating seating) {
    this.clock = clock;
    this.placers = placers;
    this.clusters = clusters;
    this.held = held;
    this.sizes = sizes;
    this.seating = seating;
  }

  private ClusterBoard board(EngineVersion version) {
    return placers.of(version).board();
  }

  /** A cluster's life went on. */
  void changed(Cluster cluster, @Nullable ClusterLifecycle record) {
    double now = clock.seconds();
    Optional<Known> before = clusters.get(cluster.id());
    boolean same =
        before.isPresent()
            && before.get().incarnation().equals(cluster.incarnation())
            && before.get().version().equals(cluster.version());
    boolean open = cluster.accepts(cluster.version());
    if (before.isPresent() && (!same || !cluster.serves() || open && !before.get().open())) {
      left(cluster.id(), before.get().version(), now);
      same = false;
    }
    if (cluster.serves() && !same) {
      board(cluster.version()).joined(KnownClusters.traits(cluster, record, now), now);
    }
    if (cluster.serves() && !open) {
      board(cluster.version()).closed(cluster.id());
    }
    if (cluster.serves()) {
      clusters.put(cluster, record, open);
    }
    seating.lookAgain(cluster.version());
  }

  private void left(String cluster, EngineVersion version, double now) {
    clusters.remove(cluster);
    board(version).left(cluster, now);
    held.lost(cluster);
  }

  /** A server says what it does. */
  void reported(ClusterUtilization told) {
    Optional<Known> known = clusters.get(told.getCluster());
    if (known.isPresent()) {
      clusters.reported(told.getCluster(), told.getRunningOperations() == 0);
      board(known.get().version()).reported(report(told), clock.seconds());
      told.getOperations().forEach(each -> sizes.progressed(told.getCluster(), each));
      forgetUnattached(told);
    }
  }

  private static UtilizationReport report(ClusterUtilization told) {
    return new UtilizationReport(
        told.getCluster(),
        told.getSequence(),
        told.getCores(),
        told.getRunningOperations(),
        told.getOperations().stream()
            .map(each -> new Progress(each.getOperationId(), each.getTaskMillis() / 1000.0))
            .toList());
  }

  /** What nobody is attached to and its server no longer knows is over, whoever missed its end. */
  private void forgetUnattached(ClusterUtilization told) {
    if (told.getUnlistedOperations() == 0) {
      Set<String> listed = new HashSet<>();
      for (OperationProgress each : told.getOperations()) {
        listed.add(each.getOperationId());
      }
      held.vanished(told.getCluster(), listed, clock.seconds())
          .forEach(seat -> seating.over(seat, true));
    }
  }

  /** A server says that an operation is over. */
  void measured(OperationMetrics told) {
    held.running(told.getOperationId())
        .filter(running -> running.seat().cluster().equals(told.getCluster()))
        .filter(running -> running.seat().ask().asker().session().equals(told.getSessionId()))
        .ifPresent(running -> seating.over(running.seat(), true));
  }

  /** Another gateway decided. */
  void heard(RoutingDecision told) {
    Work work = Decided.placedBy(told);
    String cluster = told.getCluster();
    Optional<Known> known = cluster == null ? Optional.empty() : clusters.get(cluster);
    known.ifPresent(
        there -> {
          ClusterBoard board = board(there.version());
          board.heardOthers(clock.seconds());
          if (work != null && cluster != null) {
            double seconds = work.size().secondsOn(work.size().parallelism());
            board.placed(work, cluster, seconds, false, clock.seconds());
          }
        });
  }
}
