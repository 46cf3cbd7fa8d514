package io.blinktwice.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;

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

  /** Where results go; progress is for people. */
  public interface Audience {
    /** One JSON line per scenario and judge. */
    void line(String json);

    void progress(String said);

    /** All judges of a scenario, as an SVG. */
    default void chart(String scenario, String svg) {}
  }

  /** One JSON line per scenario and judge; progress is for people. */
  public static void run(Request request, Consumer<String> jsonLines, Consumer<String> progress) {
    run(
        request,
        new Audience() {
          @Override
          public void line(String json) {
            jsonLines.accept(json);
          }

          @Override
          public void progress(String said) {
            progress.accept(said);
          }
        });
  }

  public static void run(Request request, Audience audience) {
    List<Judge> judges = request.judges();
    for (Scenario scenario : request.scenarios()) {
      List<Landing> oracle =
          scenario.regression() == null
              ? List.of()
              : flights(scenario, Judge.ORACLE, request, audience);
      List<Chart.Row> rows = new ArrayList<>();
      for (Judge judge : judges) {
        List<Landing> landings =
            judge == Judge.ORACLE && !oracle.isEmpty()
                ? oracle
                : flights(scenario, judge, request, audience);
        Summary summary = new Summary(landings, oracle);
        audience.line(summary.json(scenario, judge, request.firstSeed(), request.lastSeed()));
        rows.add(summary.row(scenario, judge));
      }
      audience.chart(scenario.label(), Chart.of(about(scenario, request), rows));
    }
  }

  private static Chart.About about(Scenario scenario, Request request) {
    return new Chart.About(
        scenario.label(),
        request.firstSeed() + ".." + request.lastSeed(),
        Fleet.Size.of(scenario).workloads(),
        scenario.slowShare() > 0 ? "slowed workloads met that were pinned" : "flights stopped");
  }

  /** Seeds are flown side by side, and their landings are in the order of the seeds. */
  private static List<Landing> flights(
      Scenario scenario, Judge judge, Request request, Audience audience) {
    AtomicInteger landed = new AtomicInteger();
    return LongStream.rangeClosed(request.firstSeed(), request.lastSeed())
        .parallel()
        .mapToObj(
            seed -> {
              Flight flight = new Flight(scenario, seed);
              Landing landing = flight.fly(judge.pilot(scenario, flight.fleet()));
              int count = landed.incrementAndGet();
              if (count % REPORT_EVERY == 0) {
                audience.progress(
                    scenario.label() + " " + judge.label() + ": " + count + " flights");
              }
              return landing;
            })
        .toList();
  }
}
