package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.FacebookShape.Job;
import io.blinktwice.simulator.routing.FluidCluster.Sharing;
import io.blinktwice.simulator.routing.Ours.Surroundings;
import io.blinktwice.simulator.routing.Query.Drawn;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One seed of one scenario under one policy. Queries depend on scenario, load and seed only, so
 * that policies are given the same.
 *
 * @param trace jobs to replay instead of drawn ones
 * @param variant what is changed to see what it costs
 */
record RoutingFlight(
    Scenario scenario,
    double rho,
    long seed,
    Sharing sharing,
    @Nullable List<Job> trace,
    Variant variant) {
  /** The scenario as it is, or without what makes it hard. */
  enum Variant {
    AS_IT_IS,
    /**
     * S3 without runaways, S4 with one gateway that knows all at once, S5 without bound sessions.
     */
    WITHOUT,
    /** S4 with a backbone that is away for a minute in ten. */
    OUTAGE
  }

  RoutingFlight as(Variant other) {
    return new RoutingFlight(scenario, rho, seed, sharing, trace, other);
  }

  Flown fly(RoutingPolicy policy) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom forQueries = random.split();
    SplittableRandom forPolicy = random.split();
    SplittableRandom forWorld = random.split();
    int[] clusters = scenario.clusters();
    int cores = Arrays.stream(clusters).sum();
    double largest = Arrays.stream(clusters).max().orElseThrow();
    World world = new World();
    if (policy.pooled()) {
      world.join(cores, policy.sharing(sharing));
    } else {
      for (int each : clusters) {
        world.join(each, policy.sharing(sharing));
      }
    }
    double pinned = variant == Variant.WITHOUT ? 0 : scenario.pinned();
    List<Query> queries = Sessions.of(drawn(cores, forQueries), pinned, forQueries.split());
    Elasticity elasticity = new Elasticity(world, forWorld);
    Dispatcher dispatcher = policy.dispatcher(world, surroundings(), forPolicy);
    if (scenario.elastic() && !policy.pooled()) {
      elasticity.begin();
    }
    world.play(queries, dispatcher);
    return Flown.of(queries, world, largest, elasticity.slowestFairShare());
  }

  private Surroundings surroundings() {
    Surroundings usual = scenario.surroundings();
    return switch (variant) {
      case AS_IT_IS -> usual;
      case WITHOUT -> Surroundings.FRESH;
      case OUTAGE ->
          new Surroundings(
              usual.gateways(), usual.reportSeconds(), usual.delaySeconds(), usual.lost(), true);
    };
  }

  private List<Drawn> drawn(int cores, SplittableRandom random) {
    if (trace != null || scenario == Scenario.S2) {
      List<Job> jobs =
          trace == null ? FacebookShape.draw(scenario.queries(), random.split()) : trace;
      return FacebookShape.onto(jobs, rho, cores, Errors.ORDINARY, random.split());
    }
    double runaways = variant == Variant.WITHOUT ? 0 : scenario.runaways();
    SyntheticMix mix = new SyntheticMix(runaways);
    return mix.draw(scenario.queries(), rho * cores / mix.mean(), Errors.ORDINARY, random.split());
  }
}
