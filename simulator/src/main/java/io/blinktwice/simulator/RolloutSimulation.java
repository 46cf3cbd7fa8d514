package io.blinktwice.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Flies one scenario with one judge over a range of seeds, and sums the flights up. */
public final class RolloutSimulation {
  private static final int REPORT_EVERY = 50;

  /** What to fly: {@code all} is every scenario, or every judge; seeds are inclusive. */
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

  private RolloutSimulation() {}

  /** One JSON line per scenario and judge; progress is for people. */
  public static void run(Request request, Consumer<String> jsonLines, Consumer<String> progress) {
    List<Judge> judges = request.judges();
    for (Scenario scenario : request.scenarios()) {
      List<Landing> oracle =
          scenario.regression() == null
              ? List.of()
              : flights(scenario, Judge.ORACLE, request, progress);
      for (Judge judge : judges) {
        List<Landing> landings =
            judge == Judge.ORACLE && !oracle.isEmpty()
                ? oracle
                : flights(scenario, judge, request, progress);
        jsonLines.accept(
            new Summary(landings, oracle)
                .json(scenario, judge, request.firstSeed(), request.lastSeed()));
      }
    }
  }

  private static List<Landing> flights(
      Scenario scenario, Judge judge, Request request, Consumer<String> progress) {
    List<Landing> landings = new ArrayList<>();
    for (long seed = request.firstSeed(); seed <= request.lastSeed(); seed++) {
      Flight flight = new Flight(scenario, seed);
      landings.add(flight.fly(judge.pilot(scenario, flight.fleet())));
      if (landings.size() % REPORT_EVERY == 0) {
        progress.accept(
            scenario.label() + " " + judge.label() + ": " + landings.size() + " flights");
      }
    }
    return landings;
  }
}
