package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.RoutingSummary.Bounds;
import java.util.List;
import java.util.Locale;

/** How the policies did at one load, as an SVG: slowdowns on a logarithmic scale, with bounds. */
final class RoutingChart {
  private static final int ROW = 26;
  private static final int TOP = 64;
  private static final int LEFT = 220;
  private static final int HALF = 260;
  private static final int GAP = 60;
  private static final int WIDTH = LEFT + 2 * HALF + GAP + 40;

  /** Where the scale ends. */
  private static final double MOST = 1000;

  private final StringBuilder svg = new StringBuilder();

  private RoutingChart() {}

  static String of(List<RoutingSummary> policies) {
    RoutingChart chart = new RoutingChart();
    int height = TOP + ROW * policies.size() + 12;
    RoutingSummary first = policies.getFirst();
    chart.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, height, WIDTH, height);
    chart.add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
    chart.text(12, 22, "%s at load %.2f, seeds %s", first.scenario(), first.rho(), first.seeds());
    chart.text(LEFT, TOP - 10, "interactive slowdown, 99th percentile");
    chart.text(LEFT + HALF + GAP, TOP - 10, "batch slowdown, mean");
    for (int row = 0; row < policies.size(); row++) {
      chart.row(policies.get(row), TOP + ROW * row);
    }
    return chart.svg.append("</svg>\n").toString();
  }

  private void row(RoutingSummary policy, int y) {
    text(12, y + 15, "%s", policy.policy().label());
    String colour = policy.policy().ours() ? "#1b6ca8" : "#9aa5b1";
    bar(LEFT, y, policy.bounds(seed -> seed.own().interactiveP99()), colour);
    bar(LEFT + HALF + GAP, y, policy.bounds(seed -> seed.own().batchMean()), colour);
  }

  private void bar(int x, int y, Bounds of, String colour) {
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>",
        x, y + 2, Math.max(1, along(of.mean())), colour);
    add(
        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222\" stroke-width=\"2\"/>",
        x + along(of.low()), y + 10, x + along(of.high()), y + 10);
    text((int) (x + along(of.high()) + 6), y + 15, "%.2f", of.mean());
  }

  private static double along(double slowdown) {
    return HALF * Math.log(Math.clamp(slowdown, 1, MOST)) / Math.log(MOST);
  }

  private void text(int x, int y, String format, Object... values) {
    add("<text x=\"%d\" y=\"%d\">%s</text>", x, y, String.format(Locale.ROOT, format, values));
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
