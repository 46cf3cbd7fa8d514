package io.blinktwice.simulator.performance;

import io.blinktwice.simulator.JsonLine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Watches workloads while they move to a newer version: 30 runs on the older one, then up to 20 on
 * the newer. One workload in ten reads half as much again from then on.
 */
public final class PerformanceSimulation {
  private static final int WORKLOADS_PER_SEED = 400;
  private static final int REPORT_EVERY = 10;

  /** What to watch: {@code all} is every scenario, or every judge; seeds are inclusive. */
  public record Request(String scenario, String judge, long firstSeed, long lastSeed) {
    public Request {
      if (firstSeed > lastSeed) {
        throw new IllegalArgumentException(
            "seeds go from low to high: " + firstSeed + ".." + lastSeed);
      }
    }

    private List<Scenario> scenarios() {
      return scenario.equals("all") ? List.of(Scenario.values()) : List.of(Scenario.of(scenario));
    }

    private List<Judge> judges() {
      return judge.equals("all") ? List.of(Judge.values()) : List.of(Judge.of(judge));
    }
  }

  private PerformanceSimulation() {}

  /** One JSON line per scenario and judge; progress is for people. */
  public static void run(Request request, Consumer<String> jsonLines, Consumer<String> progress) {
    List<Judge> judges = request.judges();
    for (Scenario scenario : request.scenarios()) {
      for (Judge judge : judges) {
        jsonLines.accept(
            line(scenario, judge, request, watched(scenario, judge, request, progress)));
      }
    }
  }

  private static List<Watched> watched(
      Scenario scenario, Judge judge, Request request, Consumer<String> progress) {
    List<Watched> all = new ArrayList<>();
    for (long seed = request.firstSeed(); seed <= request.lastSeed(); seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int workload = 0; workload < WORKLOADS_PER_SEED; workload++) {
        all.add(Watched.of(new SimulatedWorkload(scenario, random.split()), judge.watcher()));
      }
      long done = seed - request.firstSeed() + 1;
      if (done % REPORT_EVERY == 0) {
        progress.accept(scenario.label() + " " + judge.label() + ": " + done + " seeds");
      }
    }
    return all;
  }

  private static String line(Scenario scenario, Judge judge, Request request, List<Watched> all) {
    List<Watched> healthy = all.stream().filter(one -> !one.slow()).toList();
    List<Watched> slow = all.stream().filter(Watched::slow).toList();
    int[] until = slow.stream().filter(Watched::pinned).mapToInt(Watched::runs).sorted().toArray();
    JsonLine json =
        new JsonLine()
            .text("scenario", scenario.label())
            .text("judge", judge.label())
            .text("seeds", request.firstSeed() + ".." + request.lastSeed())
            .number("workloads", all.size())
            .rate("falsePin", pinned(healthy), healthy.size())
            .rate("found", pinned(slow), slow.size())
            .number("medianRuns", until.length == 0 ? Double.NaN : until[until.length / 2])
            .number("comparisons", all.stream().mapToInt(Watched::comparisons).average().orElse(0));
    return json.end();
  }

  private static int pinned(List<Watched> of) {
    return (int) of.stream().filter(Watched::pinned).count();
  }
}
