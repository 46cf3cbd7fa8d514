package io.blinktwice.simulator;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Many flights as one line: rates with Wilson's 95 % interval, medians over those it applies to.
 */
final class Summary {
  private static final double Z_95 = 1.959964;

  private final List<Landing> landings;
  private final List<Landing> oracle;
  private final StringBuilder json = new StringBuilder("{");

  Summary(List<Landing> landings, List<Landing> oracle) {
    this.landings = landings;
    this.oracle = oracle;
  }

  String json(Scenario scenario, Judge judge, long firstSeed, long lastSeed) {
    text("scenario", scenario.label());
    text("judge", judge.label());
    text("seeds", firstSeed + ".." + lastSeed);
    rate("falsePause", count(Landing::falsePause), landings.size());
    rate("paused", count(Landing::paused), landings.size());
    rate("contained", count(Landing::contained), landings.size());
    rate(
        "pinned",
        landings.stream().mapToInt(Landing::brokenPinned).sum(),
        landings.stream().mapToInt(Landing::brokenSeen).sum());
    List<Landing> stopped = landings.stream().filter(l -> l.paused() || l.falsePause()).toList();
    number("detectionDelay", median(stopped, Landing::runsSinceBreak));
    number("medianRuns", median(landings, Landing::runs));
    number("medianWorkloads", median(landings, Landing::workloads));
    number("medianHarmed", median(landings, Landing::harmed));
    number(
        "userVisibleFailures",
        landings.stream().mapToInt(Landing::userVisible).average().orElse(0));
    List<Landing> full = landings.stream().filter(l -> !Double.isNaN(l.fullAt())).toList();
    number("hoursToFull", full.isEmpty() ? Double.NaN : median(landings, Summary::hoursToFull));
    number("hoursHeld", median(landings, Landing::heldHours));
    efficiency();
    json.setCharAt(json.length() - 1, '}');
    return json.toString();
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
    number("efficiency", best / median(landings, Landing::workloads));
    number("efficiencyLow", best / mine[high]);
    number("efficiencyHigh", best / mine[low]);
  }

  private static double[] sorted(List<Landing> of, ToDoubleFunction<Landing> what) {
    return of.stream().mapToDouble(what).sorted().toArray();
  }

  private static double median(List<Landing> of, ToDoubleFunction<Landing> what) {
    double[] values = sorted(of, what);
    int size = values.length;
    return size == 0 ? Double.NaN : (values[size / 2] + values[(size - 1) / 2]) / 2;
  }

  private void text(String key, String value) {
    json.append('"').append(key).append("\":\"").append(value).append("\",");
  }

  private void number(String key, double value) {
    String shown = Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null";
    json.append('"').append(key).append("\":").append(shown).append(',');
  }

  private void rate(String key, int hits, int of) {
    double share = (double) hits / of;
    double spread = Z_95 * Math.sqrt(share * (1 - share) / of + Z_95 * Z_95 / (4.0 * of * of));
    double centre = share + Z_95 * Z_95 / (2.0 * of);
    double scale = 1 + Z_95 * Z_95 / of;
    number(key, share);
    number(key + "Low", Math.max(0, (centre - spread) / scale));
    number(key + "High", Math.min(1, (centre + spread) / scale));
  }
}
