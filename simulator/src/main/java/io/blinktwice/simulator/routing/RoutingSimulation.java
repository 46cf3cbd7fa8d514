package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.FacebookShape.Job;
import io.blinktwice.simulator.routing.FluidCluster.Sharing;
import io.blinktwice.simulator.routing.RoutingFlight.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends seeded queries to simulated clusters by every policy that is asked for, and says how much
 * longer they took than they had to.
 */
public final class RoutingSimulation {
  private static final double MOST_LOAD = 0.98;

  /**
   * What to simulate: {@code all} is every scenario, or every policy; seeds are inclusive.
   *
   * @param trace a SWIM file to replay, as S2; none for drawn queries
   * @param rho the load; none for those of the scenario
   * @param fifo whether servers work first come, first served
   */
  public record Request(
      String scenario,
      Optional<Path> trace,
      String policy,
      Optional<Double> rho,
      boolean fifo,
      long firstSeed,
      long lastSeed) {
    public Request {
      if (firstSeed > lastSeed) {
        throw new IllegalArgumentException(
            "seeds go from low to high: " + firstSeed + ".." + lastSeed);
      }
      if (rho.isPresent() && !(rho.get() > 0 && rho.get() <= MOST_LOAD)) {
        throw new IllegalArgumentException(
            "--rho is above 0 and at most %.2f: a fuller pool never gets done"
                .formatted(MOST_LOAD));
      }
    }

    private List<Scenario> scenarios() {
      if (trace.isPresent()) {
        return List.of(Scenario.S2);
      }
      return scenario.equals("all") ? List.of(Scenario.values()) : List.of(Scenario.of(scenario));
    }

    private List<RoutingPolicy> policies() {
      return policy.equals("all")
          ? List.of(RoutingPolicy.values())
          : List.of(RoutingPolicy.of(policy));
    }
  }

  /** Who is told. */
  public interface Audience {
    void line(String json);

    void progress(String said);

    /** A picture of all policies at one load. */
    void chart(String name, String svg);
  }

  private final Request request;
  private final Audience audience;
  private final ConcurrentMap<RoutingFlight, Flown> baselines = new ConcurrentHashMap<>();

  private RoutingSimulation(Request request, Audience audience) {
    this.request = request;
    this.audience = audience;
  }

  /** One JSON line per scenario, load and policy. */
  public static void run(Request request, Audience audience) throws IOException {
    List<Job> trace =
        request.trace().isPresent() ? FacebookShape.read(request.trace().get()) : null;
    List<RoutingPolicy> policies = request.policies();
    for (Scenario scenario : request.scenarios()) {
      for (double rho : request.rho().map(List::of).orElse(scenario.loads())) {
        new RoutingSimulation(request, audience).all(scenario, rho, policies, trace);
      }
    }
  }

  private void all(
      Scenario scenario, double rho, List<RoutingPolicy> policies, @Nullable List<Job> trace) {
    List<RoutingSummary> summaries = new ArrayList<>();
    for (RoutingPolicy policy : policies) {
      audience.progress("%s at load %.2f: %s".formatted(scenario, rho, policy.label()));
      List<RoutingSummary.Seed> seeds =
          LongStream.rangeClosed(request.firstSeed(), request.lastSeed())
              .parallel()
              .mapToObj(seed -> seed(flight(scenario, rho, seed, trace), policy))
              .toList();
      RoutingSummary summary =
          new RoutingSummary(
              trace == null ? scenario.name() : "trace",
              policy,
              rho,
              request.firstSeed() + ".." + request.lastSeed(),
              seeds);
      summaries.add(summary);
      audience.line(summary.json(scenario));
    }
    if (summaries.size() > 1) {
      String name = "%s-%.2f".formatted(trace == null ? scenario.name() : "trace", rho);
      audience.chart(name, RoutingChart.of(summaries));
    }
  }

  private RoutingFlight flight(
      Scenario scenario, double rho, long seed, @Nullable List<Job> trace) {
    Sharing sharing = request.fifo() ? Sharing.FIFO : Sharing.FAIR;
    return new RoutingFlight(scenario, rho, seed, sharing, trace, Variant.AS_IT_IS);
  }

  private RoutingSummary.Seed seed(RoutingFlight flight, RoutingPolicy policy) {
    Flown flown = flight.fly(policy);
    Flown simple =
        policy == RoutingPolicy.WEIGHTED_LEAST_CONNECTIONS
            ? flown
            : baselines.computeIfAbsent(
                flight, each -> each.fly(RoutingPolicy.WEIGHTED_LEAST_CONNECTIONS));
    Flown without = null;
    Flown outage = null;
    switch (flight.scenario()) {
      case S3, S4, S5 -> without = flight.as(Variant.WITHOUT).fly(policy);
      case S6 -> without = policy == RoutingPolicy.OURS ? fullScan(flight) : null;
      case S1, S2 -> {}
    }
    if (flight.scenario() == Scenario.S4) {
      outage = flight.as(Variant.OUTAGE).fly(policy);
    }
    return new RoutingSummary.Seed(flown, simple, without, outage);
  }

  private static Flown fullScan(RoutingFlight flight) {
    return flight.fly(RoutingPolicy.OURS_FULL_SCAN);
  }
}
