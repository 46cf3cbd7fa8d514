package io.blinktwice.simulator.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.simulator.routing.FluidCluster.Sharing;
import io.blinktwice.simulator.routing.Query.Drawn;
import io.blinktwice.simulator.routing.Query.Kind;
import io.blinktwice.simulator.routing.RoutingFlight.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingSimulationTest {
  @Test
  void aQueryAloneIsNotSlowedDown() {
    World world = new World();
    world.join(64, Sharing.FAIR);
    List<Query> queries = queries(drawn(0, 640, 32));
    world.play(queries, Rivals.atOnce(world, Rivals.roundRobin()));
    assertEquals(20, queries.getFirst().end, 1e-6);
    assertEquals(1, queries.getFirst().slowdown(64), 1e-6);
  }

  @Test
  void fairServersShareEquallyUpToWhatEachCanUse() {
    World world = new World();
    world.join(12, Sharing.FAIR);
    List<Query> queries = queries(drawn(0, 20, 2), drawn(0, 100, 64));
    world.play(queries, Rivals.atOnce(world, Rivals.roundRobin()));
    assertEquals(10, queries.get(0).end, 1e-6);
    assertEquals(10, queries.get(1).end, 1e-6);
  }

  @Test
  void firstComeServersMakeTheSmallWaitForTheLarge() {
    World world = new World();
    world.join(10, Sharing.FIFO);
    List<Query> queries = queries(drawn(0, 1000, 10), drawn(1, 10, 10));
    world.play(queries, Rivals.atOnce(world, Rivals.roundRobin()));
    assertEquals(101, queries.get(1).end, 1e-6);
  }

  @Test
  void oursBeatsTheBestSimpleRuleOnTheSyntheticMix() {
    RoutingFlight flight = flight(Scenario.S1, 0.7, 7, Variant.AS_IT_IS);
    Flown ours = flight.fly(RoutingPolicy.OURS);
    Flown simple = flight.fly(RoutingPolicy.WEIGHTED_LEAST_CONNECTIONS);
    assertTrue(ours.interactiveP99() < 0.7 * simple.interactiveP99(), ours::toString);
    assertTrue(ours.batchMean() < simple.batchMean(), ours::toString);
    assertEquals(0, ours.failed());
  }

  @Test
  void aFlightDependsOnItsSeedOnly() {
    RoutingFlight flight = flight(Scenario.S2, 0.7, 3, Variant.AS_IT_IS);
    assertEquals(flight.fly(RoutingPolicy.OURS), flight.fly(RoutingPolicy.OURS));
  }

  @Test
  void theDrawnDayHasTheShapeOfTheRealOne() {
    List<FacebookShape.Job> jobs = FacebookShape.draw(5_894, new SplittableRandom(1));
    double[] bytes = jobs.stream().mapToDouble(FacebookShape.Job::bytes).sorted().toArray();
    assertEquals(Math.log(5.4e6), Math.log(bytes[bytes.length / 2]), 1.5);
    assertEquals(Math.log(5.1e9), Math.log(bytes[(int) (0.9 * bytes.length)]), 0.3);
  }

  @Test
  void printsOneLineWithBoundsForEachLoad(@TempDir Path folder) throws IOException {
    StringBuilder trace = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      trace.append("job%d\t%d\t10\t%d\t0\t0\n".formatted(i, 10 * i, 1_000_000L * i));
    }
    Path file = Files.writeString(folder.resolve("trace.tsv"), trace);
    List<String> lines = new ArrayList<>();
    RoutingSimulation.run(
        request("S2", Optional.of(file), "ours", Optional.of(0.5)), audience(lines));
    assertEquals(1, lines.size());
    for (String key :
        List.of(
            "scenario",
            "policy",
            "rho",
            "seeds",
            "interactiveP50",
            "interactiveP99",
            "interactiveP99Low",
            "interactiveP99High",
            "batchMean",
            "batchP95",
            "imbalance",
            "wastedWork",
            "failed")) {
      assertTrue(lines.getFirst().contains("\"" + key + "\":"), lines.getFirst());
    }
  }

  @Test
  void wrongNamesLoadsAndTracesAreNamed(@TempDir Path folder) throws IOException {
    assertSays(
        "no scenario is called 'S9'", request("S9", Optional.empty(), "ours", Optional.of(0.5)));
    assertSays("no policy is called 'x'", request("S1", Optional.empty(), "x", Optional.of(0.5)));
    assertThrows(
        IllegalArgumentException.class,
        () -> request("S1", Optional.empty(), "ours", Optional.of(1.2)));
    Path file = Files.writeString(folder.resolve("trace"), "a b c\n");
    assertSays("is no SWIM trace", request("S2", Optional.of(file), "ours", Optional.of(0.5)));
  }

  private static void assertSays(String sentence, RoutingSimulation.Request request) {
    IllegalArgumentException said =
        assertThrows(
            IllegalArgumentException.class,
            () -> RoutingSimulation.run(request, audience(new ArrayList<>())));
    assertTrue(String.valueOf(said.getMessage()).contains(sentence), said::getMessage);
  }

  private static RoutingSimulation.Request request(
      String scenario, Optional<Path> trace, String policy, Optional<Double> rho) {
    return new RoutingSimulation.Request(scenario, trace, policy, rho, false, 1, 2);
  }

  private static RoutingSimulation.Audience audience(List<String> lines) {
    return new RoutingSimulation.Audience() {
      @Override
      public void line(String json) {
        lines.add(json);
      }

      @Override
      public void progress(String said) {}

      @Override
      public void chart(String name, String svg) {}
    };
  }

  private static RoutingFlight flight(Scenario scenario, double rho, long seed, Variant variant) {
    return new RoutingFlight(scenario, rho, seed, Sharing.FAIR, null, variant);
  }

  private static Drawn drawn(double at, double coreSeconds, double width) {
    return new Drawn(
        at,
        Kind.INTERACTIVE,
        coreSeconds,
        width,
        new Errors(1, 0, 0, 0).predict(coreSeconds, width, new SplittableRandom(1)));
  }

  private static List<Query> queries(Drawn... drawn) {
    List<Query> queries = new ArrayList<>();
    for (Drawn each : drawn) {
      queries.add(new Query(queries.size(), each, 0, false));
    }
    return queries;
  }
}
