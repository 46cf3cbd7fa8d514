package io.blinktwice.simulator;

import java.util.List;
import java.util.Locale;

/**
 * How the judges did in one scenario, as an SVG: how often each paused, with the 95 % interval, and
 * how many distinct workloads the release had met by then.
 */
public final class Chart {
  private static final int ROW = 26;
  private static final int TOP = 64;
  private static final int LEFT = 140;
  private static final int HALF = 260;
  private static final int GAP = 60;
  private static final int WIDTH = LEFT + 2 * HALF + GAP + 30;

  private final StringBuilder svg = new StringBuilder();
  private final About about;

  /**
   * What is shown.
   *
   * @param fleet workloads; the scale of those met is logarithmic, from one to all
   * @param share what the bars on the left are a share of
   */
  public record About(String scenario, String seeds, int fleet, String share) {}

  /**
   * What one judge did.
   *
   * @param share with its interval, on the left
   */
  public record Row(
      String judge, double share, double low, double high, double workloads, double harmed) {}

  private Chart(About about) {
    this.about = about;
  }

  public static String of(About about, List<Row> rows) {
    Chart chart = new Chart(about);
    chart.frame(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      chart.row(rows.get(row), TOP + ROW * row);
    }
    return chart.svg.append("</svg>\n").toString();
  }

  private void frame(int rows) {
    int height = TOP + ROW * rows + 12;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, height, WIDTH, height);
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
    text(12, 22, "font-size=\"15\" font-weight=\"bold\"", about.scenario());
    text(
        12,
        40,
        "fill=\"#555\"",
        String.format(Locale.ROOT, "seeds %s, %,d workloads, 30 h", about.seeds(), about.fleet()));
    text(LEFT, TOP - 10, "fill=\"#555\"", about.share() + ", with 95 % interval");
    text(
        LEFT + HALF + GAP,
        TOP - 10,
        "fill=\"#555\"",
        "median distinct workloads met (harmed), log scale");
  }

  private void row(Row row, int y) {
    boolean ours = row.judge().startsWith("ours");
    String colour = ours ? "#1b6ca8" : "#9aa5b1";
    text(12, y + 15, ours ? "font-weight=\"bold\"" : "", row.judge());
    bar(LEFT, y, HALF * row.share(), colour);
    line(LEFT + HALF * row.low(), LEFT + HALF * row.high(), y + 10);
    text(
        LEFT + HALF * row.high() + 6,
        y + 15,
        "fill=\"#333\"",
        String.format(Locale.ROOT, "%.1f %%", 100 * row.share()));
    int right = LEFT + HALF + GAP;
    double length = (HALF - 70) * Math.log(Math.max(1, row.workloads())) / Math.log(about.fleet());
    bar(right, y, length, colour);
    text(
        right + length + 6,
        y + 15,
        "fill=\"#333\"",
        String.format(Locale.ROOT, "%,.0f (%.0f)", row.workloads(), row.harmed()));
  }

  private void bar(double x, int y, double length, String colour) {
    add(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>",
        x, y + 2, Math.max(1, length), colour);
  }

  private void line(double from, double to, int y) {
    add(
        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222\" stroke-width=\"2\"/>",
        from, y, to, y);
  }

  private void text(double x, int y, String style, String said) {
    add("<text x=\"%.1f\" y=\"%d\" %s>%s</text>", x, y, style, said);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
