package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.FluidCluster.Sharing;
import java.util.List;
import java.util.SplittableRandom;

/** Every ten minutes one cluster joins, one drains and one crashes. */
final class Elasticity {
  private static final double EVERY = 600;
  private static final double DRAIN_AFTER = 200;
  private static final double CRASH_AFTER = 400;
  private static final int[] SIZES = {32, 64, 128};
  private static final double STEP = 0.25;
  private static final double PATIENCE = 120;

  /** Of the pool's mean of cores in use, so much is a fair share. */
  private static final double FAIR = 0.9;

  private final World world;
  private final SplittableRandom random;
  private double slowest;

  Elasticity(World world, SplittableRandom random) {
    this.world = world;
    this.random = random;
  }

  void begin() {
    world.at(EVERY / 4, this::join);
    world.at(EVERY / 4 + DRAIN_AFTER, this::drain);
    world.at(EVERY / 4 + CRASH_AFTER, this::crash);
  }

  /** The longest that a new cluster took until it had its share of the work. */
  double slowestFairShare() {
    return slowest;
  }

  private void join() {
    FluidCluster joined = world.join(SIZES[random.nextInt(SIZES.length)], Sharing.FAIR);
    world.at(world.now() + STEP, () -> watch(joined, world.now()));
    world.at(world.now() + EVERY, this::join);
  }

  private void watch(FluidCluster joined, double since) {
    double waited = world.now() - since + STEP;
    boolean fair = used(List.of(joined)) >= FAIR * Math.min(1, used(world.open()));
    slowest = Math.max(slowest, waited);
    if (!fair && waited < PATIENCE) {
      world.at(world.now() + STEP, () -> watch(joined, since));
    }
  }

  private static double used(List<FluidCluster> clusters) {
    double cores = 0;
    double busy = 0;
    for (FluidCluster cluster : clusters) {
      cores += cluster.cores;
      for (Query query : cluster.running()) {
        busy += query.rate;
      }
    }
    return busy / cores;
  }

  private void drain() {
    world.drain(one());
    world.at(world.now() + EVERY, this::drain);
  }

  private void crash() {
    world.crash(one());
    world.at(world.now() + EVERY, this::crash);
  }

  private FluidCluster one() {
    List<FluidCluster> open = world.open();
    return open.get(random.nextInt(open.size()));
  }
}
