package io.blinktwice.simulator.scaling;

import io.blinktwice.simulator.JsonLine;
import io.blinktwice.simulator.scaling.PoolSimulation.Fared;
import io.blinktwice.simulator.scaling.Rivals.Tuned;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets policies scale a pool, on generated loads or a recorded trace, and prints what each cost
 * beside the clairvoyant optimum. A rival is shown with the setting of its knob that was cheapest
 * among those that kept the objective, found on the same load: that is more than it could know.
 */
public final class ScalingSimulation {

  /**
   * What to simulate: {@code all} is every scenario, or every policy; seeds are inclusive.
   *
   * @param trace a recorded series in place of a scenario
   * @param objective share of runs that may start late
   */
  public record Request(
      String scenario,
      @Nullable Path trace,
      String policy,
      int coldSeconds,
      double objective,
      long firstSeed,
      long lastSeed) {
    public Request {
      if (!(objective > 0 && objective < 1)) {
        throw new IllegalArgumentException(
            "the objective is a share of runs between 0 and 1, such as 0.01, not " + objective);
      }
      if (coldSeconds < Load.TICK_SECONDS || coldSeconds > 600) {
        throw new IllegalArgumentException("a cold start takes 5 s to 600 s");
      }
      if (firstSeed > lastSeed) {
        throw new IllegalArgumentException(
            "seeds go from low to high: " + firstSeed + ".." + lastSeed);
      }
    }

    private List<Scenario.Part> parts() {
      if (trace != null) {
        String name = String.valueOf(trace.getFileName());
        Load.Shape shape = Shapes.trace(name, Trace.of(trace));
        return List.of(Scenario.Part.of("trace:" + name, seed -> shape));
      }
      List<Scenario.Part> parts = new ArrayList<>();
      for (Scenario each : Scenario.values()) {
        if (scenario.equals("all") || each == Scenario.of(scenario)) {
          parts.addAll(each.parts());
        }
      }
      return parts;
    }

    private List<Competitor> competitors() {
      return policy.equals("all") ? List.of(Competitor.values()) : List.of(Competitor.of(policy));
    }
  }

  private ScalingSimulation() {}

  /** One JSON line per load, seed and policy; progress is for people. */
  public static void run(Request request, Consumer<String> jsonLines, Consumer<String> progress) {
    List<Competitor> competitors = request.competitors();
    int coldTicks = request.coldSeconds() / Load.TICK_SECONDS;
    for (Scenario.Part part : request.parts()) {
      for (long seed = request.firstSeed(); seed <= request.lastSeed(); seed++) {
        Load load = Load.of(part.made().of(seed), seed);
        int[] demand = load.demand();
        double optimum =
            Optimum.serverSeconds(
                demand, load.shape().firstCounted(), PoolSimulation.SLOTS, coldTicks);
        for (Competitor competitor : competitors) {
          progress.accept(part.name() + " " + competitor.label() + ", seed " + seed);
          Best best = null;
          for (Tuned tuned : competitor.settings(demand, coldTicks, request.objective())) {
            Fared fared =
                PoolSimulation.of(load, coldTicks, part.faults(), tuned.policy().get(), seed);
            best = Best.of(best, new Best(tuned.knob(), fared), request.objective());
          }
          if (best != null) {
            jsonLines.accept(line(part.name(), competitor, request, best, optimum));
          }
        }
      }
    }
  }

  private record Best(String knob, Fared fared) {
    static Best of(@Nullable Best before, Best other, double objective) {
      if (before == null) {
        return other;
      }
      boolean kept = before.fared.late() <= objective;
      boolean keeps = other.fared.late() <= objective;
      if (kept != keeps) {
        return keeps ? other : before;
      }
      boolean better =
          keeps
              ? other.fared.serverSeconds() < before.fared.serverSeconds()
              : other.fared.late() < before.fared.late();
      return better ? other : before;
    }
  }

  private static String line(
      String scenario, Competitor competitor, Request request, Best best, double optimum) {
    Fared fared = best.fared();
    return new JsonLine()
        .text("scenario", scenario)
        .text("policy", competitor.label())
        .text("knob", best.knob())
        .text("coldStart", request.coldSeconds() + "s")
        .number("costRatio", fared.serverSeconds() / optimum)
        .number("late", fared.late())
        .number("p99Wait", fared.p99Wait())
        .number("actionsPerDay", fared.actionsPerDay())
        .number("reversalsPerHour", fared.reversalsPerHour())
        .number("slack", fared.slack())
        .end();
  }
}
