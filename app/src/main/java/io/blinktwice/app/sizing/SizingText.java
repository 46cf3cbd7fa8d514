package io.blinktwice.app.sizing;

import io.blinktwice.app.sizing.decision.Costs;
import io.blinktwice.app.sizing.decision.Demand;
import io.blinktwice.app.sizing.decision.SizingSheet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sheet for people: in a terminal, and as the page {@code docs/sizing.md}. */
public final class SizingText {
  /** Those of the page: from a few a second up to a million run events a second. */
  static final List<Demand> EXAMPLES =
      List.of(
          new Demand(10_000, 24, 3, 0.02, 7, 3),
          new Demand(1_000_000, 24, 3, 0.02, 7, 3),
          new Demand(100_000_000, 24, 3, 0.02, 7, 3),
          new Demand(100_000_000, Demand.runsPerDayFor(1_000_000, 100_000_000), 1, 0.02, 7, 3));

  private SizingText() {}

  /** Lines in columns. */
  public static String plain(SizingSheet sheet) {
    StringBuilder text = new StringBuilder();
    int what = width(sheet, true);
    int value = width(sheet, false);
    for (SizingSheet.Section section : sheet.sections()) {
      text.append(section.title()).append("\n");
      for (SizingSheet.Line line : section.lines()) {
        text.append(
            "  %s  %s  %s%n"
                .formatted(
                    padded(line.what(), what), padded(line.value(), value), line.arithmetic()));
      }
    }
    return text.toString();
  }

  private static int width(SizingSheet sheet, boolean first) {
    return sheet.sections().stream()
        .flatMap(section -> section.lines().stream())
        .mapToInt(line -> (first ? line.what() : line.value()).length())
        .max()
        .orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** What the numbers are from. */
  public static String sources() {
    return Costs.SOURCES.stream()
        .map(source -> "  %s: %s (%s)%n".formatted(source.what(), source.value(), source.from()))
        .collect(Collectors.joining());
  }

  /** {@code docs/sizing.md}. */
  static String page() {
    return """
    # How large

    Written from the code; a test fails when it drifts. `./blinktwice size --workloads N` computes the same for your
    numbers, and shows how: nothing here is more than multiplication.

    What one of each costs was measured on two shared cores of one machine with other programs beside, so a machine of your
    own should do better. Nobody has run a hundred million workloads yet: this says what the figures amount to. Processors
    are planned half busy at the peak, stores with one copy beside them.

    | what | value | from |
    |---|---|---|
    %s"""
            .formatted(
                Costs.SOURCES.stream()
                    .map(
                        source ->
                            "| %s | %s | %s |\n"
                                .formatted(source.what(), source.value(), source.from()))
                    .collect(Collectors.joining()))
        + EXAMPLES.stream().map(SizingText::example).collect(Collectors.joining());
  }

  private static String example(Demand demand) {
    SizingSheet sheet = SizingSheet.of(demand, Costs.MEASURED);
    return """

    ## %s workloads, %s runs a day each

    | | | how |
    |---|---|---|
    %s"""
        .formatted(
            String.format(Locale.ROOT, "%,d", demand.workloads()),
            String.format(Locale.ROOT, "%,.0f", demand.runsPerDay()),
            sheet.sections().stream()
                .flatMap(
                    section ->
                        section.lines().stream()
                            .map(
                                line ->
                                    "| %s: %s | **%s** | %s |\n"
                                        .formatted(
                                            section.title(),
                                            line.what(),
                                            line.value(),
                                            line.arithmetic())))
                .collect(Collectors.joining()));
  }
}
