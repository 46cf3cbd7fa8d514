package io.blinktwice.simulator.routing;

import io.blinktwice.router.placement.decision.Placement;
import io.blinktwice.router.placement.decision.PlacementPolicy;
import io.blinktwice.router.placement.decision.UtilizationReport;
import io.blinktwice.router.placement.decision.UtilizationReport.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's policy, by the gateway's code, in one or more gateways that hear of each other's
 * decisions and of the servers' reports late, or not at all.
 */
final class Ours implements Dispatcher {
  private final World world;
  private final Surroundings around;
  private final Sessions sessions = new Sessions();
  private final List<SimulatedGateway> gateways = new ArrayList<>();
  private final SplittableRandom losses;
  private long sequence;
  private double reported = Double.NEGATIVE_INFINITY;

  /**
   * What gateways hear, and when.
   *
   * @param gateways how many share the work
   * @param reportSeconds between two reports of a server
   * @param delaySeconds until the others know of a decision
   * @param lost share of the reports that do not arrive
   * @param outages whether the backbone is away for a minute in ten
   */
  record Surroundings(
      int gateways, double reportSeconds, double delaySeconds, double lost, boolean outages) {
    static final Surroundings FRESH = new Surroundings(1, 1, 0.1, 0, false);
    private static final double EVERY = 600;
    private static final double FROM = 300;
    private static final double UNTIL = 360;

    boolean away(double now) {
      double into = now % EVERY;
      return outages && into >= FROM && into < UNTIL;
    }

    /** When something that is told now is heard. */
    double heard(double now) {
      return away(now) ? now - now % EVERY + UNTIL + delaySeconds : now + delaySeconds;
    }
  }

  Ours(World world, PlacementPolicy policy, Surroundings around, SplittableRandom losses) {
    this.world = world;
    this.around = around;
    this.losses = losses;
    for (int i = 0; i < around.gateways(); i++) {
      gateways.add(new SimulatedGateway(policy));
    }
  }

  private SimulatedGateway of(Query query) {
    return gateways.get(query.session % gateways.size());
  }

  @Override
  public void arrived(Query query) {
    FluidCluster home = sessions.home(query);
    SimulatedGateway gateway = of(query);
    carryOut(gateway, gateway.arrived(query, home == null ? null : home.id, world.now()));
  }

  private void carryOut(SimulatedGateway gateway, Placement placement) {
    Query query = gateway.query(placement.work());
    switch (placement.verdict()) {
      case PLACED -> place(gateway, query, placement);
      case WAITS -> {}
      case REFUSED -> world.fail(query);
    }
  }

  private void place(SimulatedGateway gateway, Query query, Placement placement) {
    String id = Objects.requireNonNull(placement.cluster());
    FluidCluster cluster = gateway.cluster(id);
    if (cluster == null) {
      world.fail(query);
      return;
    }
    sessions.settled(query, cluster);
    world.place(query, cluster);
    tell(
        gateway,
        other ->
            other
                .placer
                .board()
                .placed(placement.work(), id, placement.expectedSeconds(), false, world.now()));
  }

  /** What one gateway hears of another. */
  private interface News {
    void reach(SimulatedGateway other);
  }

  private void tell(SimulatedGateway from, News news) {
    if (gateways.size() > 1) {
      world.at(
          around.heard(world.now()),
          () ->
              gateways.forEach(
                  other -> {
                    if (other != from) {
                      other.placer.board().heardOthers(world.now());
                      news.reach(other);
                    }
                  }));
    }
  }

  @Override
  public void ended(Query query, FluidCluster cluster) {
    SimulatedGateway gateway = of(query);
    String work = gateway.ended(query);
    gateway.placer.ended(work, cluster.id, world.now()).forEach(p -> carryOut(gateway, p));
    tell(
        gateway,
        other ->
            other.placer.ended(work, cluster.id, world.now()).forEach(p -> carryOut(other, p)));
  }

  @Override
  public void joined(FluidCluster cluster) {
    gateways.forEach(gateway -> gateway.joined(cluster, world.now()));
  }

  @Override
  public void drained(FluidCluster cluster) {
    gateways.forEach(gateway -> gateway.placer.board().closed(cluster.id));
  }

  @Override
  public void left(FluidCluster cluster) {
    gateways.forEach(gateway -> gateway.left(cluster, world.now()));
  }

  @Override
  public void everySecond() {
    double now = world.now();
    boolean due = now >= reported + around.reportSeconds();
    reported = due ? now : reported;
    List<UtilizationReport> reports =
        due && !around.away(now)
            ? world.clusters().stream().filter(each -> each.alive).map(this::report).toList()
            : List.of();
    for (SimulatedGateway gateway : gateways) {
      if (!around.away(now)) {
        gateway.placer.board().heardOthers(now);
      }
      for (UtilizationReport report : reports) {
        if (around.lost() == 0 || losses.nextDouble() >= around.lost()) {
          gateway.placer.board().reported(report, now);
        }
      }
      for (SimulatedGateway.Rerun rerun : gateway.isolate(now)) {
        interrupt(gateway, rerun);
      }
      gateway.placer.lookAgain(now).forEach(placement -> carryOut(gateway, placement));
    }
  }

  /** Interrupted and begun again alone; what it had so far is wasted. */
  private void interrupt(SimulatedGateway gateway, SimulatedGateway.Rerun rerun) {
    FluidCluster cluster = rerun.query().cluster;
    if (cluster == null) {
      return;
    }
    world.interrupt(rerun.query(), cluster);
    gateway
        .placer
        .ended(rerun.before(), cluster.id, world.now())
        .forEach(placement -> carryOut(gateway, placement));
    tell(gateway, other -> other.placer.board().ended(rerun.before(), cluster.id, world.now()));
    carryOut(gateway, gateway.again(rerun, world.now()));
  }

  private UtilizationReport report(FluidCluster cluster) {
    cluster.advance(world.now());
    List<Progress> progress = new ArrayList<>(cluster.count());
    for (Query query : cluster.running()) {
      @Nullable String id = of(query).work(query);
      progress.add(new Progress(id == null ? "q" + query.number : id, query.done()));
    }
    return new UtilizationReport(cluster.id, ++sequence, cluster.cores, progress.size(), progress);
  }
}
