package io.blinktwice.simulator;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Many flights as one line: rates with Wilson's 95 % interval, medians over those it applies to.
 */
final class Summary {
  private static final double Z_95 = 1.959964;

  private final List<Landing> landings;
  private final List<Landing> oracle;
  private final JsonLine json = new JsonLine();

  Summary(List<Landing> landings, List<Landing> oracle) {
    this.landings = landings;
    this.oracle = oracle;
  }

  String json(Scenario scenario, Judge judge, long firstSeed, long lastSeed) {
    json.text("scenario", scenario.label());
    json.text("judge", judge.label());
    json.text("seeds", firstSeed + ".." + lastSeed);
    json.rate("falsePause", count(Landing::falsePause), landings.size());
    json.rate("paused", count(Landing::paused), landings.size());
    json.rate("contained", count(Landing::contained), landings.size());
    json.rate("pinned", pinned(), seen());
    List<Landing> stopped = landings.stream().filter(l -> l.paused() || l.falsePause()).toList();
    json.number("detectionDelay", median(stopped, Landing::runsSinceBreak));
    json.number("medianRuns", median(landings, Landing::runs));
    json.number("medianWorkloads", median(landings, Landing::workloads));
    json.number("medianHarmed", median(landings, Landing::harmed));
    json.number(
        "userVisibleFailures",
        landings.stream().mapToInt(Landing::userVisible).average().orElse(0));
    List<Landing> full = landings.stream().filter(l -> !Double.isNaN(l.fullAt())).toList();
    json.number(
        "hoursToFull", full.isEmpty() ? Double.NaN : median(landings, Summary::hoursToFull));
    json.number("hoursHeld", median(landings, Landing::heldHours));
    efficiency();
    return json.end();
  }

  /**
   * The same for a chart: whoever stops a healthy release counts as having stopped it. Where
   * workloads are slowed and nothing fails it is pins that count.
   */
  Chart.Row row(Scenario scenario, Judge judge) {
    boolean slowed = scenario.slowShare() > 0;
    int hits = slowed ? pinned() : count(landing -> landing.paused() || landing.falsePause());
    int all = slowed ? Math.max(1, seen()) : landings.size();
    Wilson interval = Wilson.of(hits, all);
    return new Chart.Row(
        judge.label(),
        (double) hits / all,
        interval.low(),
        interval.high(),
        median(landings, Landing::workloads),
        median(landings, Landing::harmed));
  }

  private int pinned() {
    return landings.stream().mapToInt(Landing::brokenPinned).sum();
  }

  /** Broken or slowed workloads that were met. */
  private int seen() {
    return landings.stream().mapToInt(Landing::brokenSeen).sum();
  }

  private static double hoursToFull(Landing landing) {
    return Double.isNaN(landing.fullAt()) ? Flight.HOURS : landing.fullAt();
  }

  private int count(Predicate<Landing> what) {
    return (int) landings.stream().filter(what).count();
  }

  /** Distinct workloads the oracle needed over those this judge needed, by medians. */
  private void efficiency() {
    double[] mine = sorted(landings, Landing::workloads);
    double best = median(oracle, Landing::workloads);
    int half = (int) Math.ceil(Z_95 * Math.sqrt(mine.length) / 2);
    int low = Math.max(0, mine.length / 2 - half);
    int high = Math.min(mine.length - 1, mine.length / 2 + half);
    json.number("efficiency", best / median(landings, Landing::workloads));
    json.number("efficiencyLow", best / mine[high]);
    json.number("efficiencyHigh", best / mine[low]);
  }

  private static double[] sorted(List<Landing> of, ToDoubleFunction<Landing> what) {
    return of.stream().mapToDouble(what).sorted().toArray();
  }

  private static double median(List<Landing> of, ToDoubleFunction<Landing> what) {
    double[] values = sorted(of, what);
    int size = values.length;
    return size == 0 ? Double.NaN : (values[size / 2] + values[(size - 1) / 2]) / 2;
  }
}
