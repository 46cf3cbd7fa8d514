package io.blinktwice.simulator.routing;

import io.blinktwice.router.placement.decision.ClusterBoard.Overrun;
import io.blinktwice.router.placement.decision.ClusterTraits;
import io.blinktwice.router.placement.decision.ClusterTraits.Discipline;
import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.Placement;
import io.blinktwice.router.placement.decision.PlacementPolicy;
import io.blinktwice.router.placement.decision.Placer;
import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.router.placement.decision.Work;
import io.blinktwice.router.placement.decision.Work.Restriction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One gateway: the policy, and which query each piece of work is. */
final class SimulatedGateway {
  /** Of what ran away, so much is read-only and has delivered nothing: it may run again. */
  private static final int SAFE_IN_TEN = 7;

  final Placer placer;
  private final Map<String, Query> queries = new HashMap<>();
  private final Map<Integer, String> works = new HashMap<>();
  private final Map<String, FluidCluster> clusters = new HashMap<>();

  SimulatedGateway(PlacementPolicy policy) {
    placer = new Placer(policy);
  }

  /** A runaway that is to be interrupted. */
  record Rerun(Query query, String before, double coreSeconds) {}

  Placement arrived(Query query, @Nullable String home, double now) {
    Restriction where = home == null ? Restriction.NONE : Restriction.to(home);
    return placer.arrived(known(query, query.asWork("q" + query.number, where)), now);
  }

  private Work known(Query query, Work work) {
    queries.put(work.id(), query);
    works.put(query.number, work.id());
    return work;
  }

  Query query(Work work) {
    return Objects.requireNonNull(queries.get(work.id()));
  }

  @Nullable String work(Query query) {
    return works.get(query.number);
  }

  /** Says what the work was called. */
  String ended(Query query) {
    String work = Objects.requireNonNull(works.remove(query.number));
    queries.remove(work);
    return work;
  }

  void joined(FluidCluster cluster, double now) {
    clusters.put(cluster.id, cluster);
    Discipline discipline =
        cluster.sharing == FluidCluster.Sharing.FIFO ? Discipline.FIFO : Discipline.FAIR;
    placer
        .board()
        .joined(new ClusterTraits(cluster.id, cluster.cores, discipline, null, cluster.since), now);
  }

  void left(FluidCluster cluster, double now) {
    clusters.remove(cluster.id);
    placer
        .board()
        .left(cluster.id, now)
        .forEach(
            work -> {
              Query lost = queries.remove(work.id());
              if (lost != null) {
                works.remove(lost.number);
              }
            });
  }

  @Nullable FluidCluster cluster(String id) {
    return clusters.get(id);
  }

  /** Marks clusters with runaways; says which of them may be interrupted. */
  List<Rerun> isolate(double now) {
    List<Rerun> safe = new ArrayList<>();
    for (Overrun overrun : placer.board().overruns(now)) {
      Query query = queries.get(overrun.work().id());
      if (query != null) {
        query.isolated = Double.isNaN(query.isolated) ? now : query.isolated;
        if (query.number % 10 < SAFE_IN_TEN) {
          safe.add(new Rerun(query, overrun.work().id(), overrun.coreSeconds()));
        }
      }
    }
    return safe;
  }

  /** As batch work, of which only what it had already is known. */
  Placement again(Rerun rerun, double now) {
    Query query = rerun.query();
    queries.remove(rerun.before());
    double least = Size.afterOverrun(rerun.coreSeconds());
    Size size = new Size(least, least, query.predicted.parallelism(), Size.Source.PRIOR);
    Work work = query.asWork(rerun.before() + "-again", Restriction.NONE);
    return placer.arrived(
        known(query, new Work(work.id(), work.workspace(), Latency.BATCH, size, Restriction.NONE)),
        now);
  }
}
