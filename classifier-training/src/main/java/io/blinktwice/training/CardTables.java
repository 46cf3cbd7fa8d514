package io.blinktwice.training;

import io.blinktwice.training.Marks.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Tables of a model card, as text. */
final class CardTables {
  private static final List<String> CATEGORIES = List.of("USER", "INFRASTRUCTURE", "SYSTEM");
  private static final List<ToDoubleFunction<Marks>> FIGURES =
      List.of(
          Marks::accuracy,
          Marks::macroF1,
          Marks::memoryF1,
          Marks::team,
          Marks::teamAmongThree,
          Marks::calibrationError);

  private final StringBuilder text = new StringBuilder();

  void say(String line) {
    text.append(line).append('\n');
  }

  private void say(String form, Object... values) {
    say(String.format(Locale.ROOT, form, values));
  }

  void columns(String first) {
    say(
        "| %s | n | accuracy | macro-F1 | memory F1 | team | among three | calibration error |",
        first);
    say("|---|---|---|---|---|---|---|---|");
  }

  void row(String name, Marks marks) {
    StringBuilder row = new StringBuilder("| %s | %d".formatted(name, marks.count()));
    for (ToDoubleFunction<Marks> figure : FIGURES) {
      row.append(String.format(Locale.ROOT, " | %.3f", figure.applyAsDouble(marks)));
    }
    say(row.append(" |").toString());
  }

  void rows(String what, Map<String, Marks> marks) {
    marks.forEach((name, each) -> row(what + name, each));
  }

  /** With where each figure lies with other texts like these, 95 times of 100. */
  void rowWithIntervals(String name, Marks marks) {
    StringBuilder row = new StringBuilder("| %s | %d".formatted(name, marks.count()));
    for (ToDoubleFunction<Marks> figure : FIGURES) {
      Interval interval = marks.interval(figure);
      row.append(
          String.format(
              Locale.ROOT,
              " | %.3f [%.3f, %.3f]",
              figure.applyAsDouble(marks),
              interval.low(),
              interval.high()));
    }
    say(row.append(" |").toString());
  }

  void confusion(Marks marks) {
    say("| was | said USER | INFRASTRUCTURE | SYSTEM |\n|---|---|---|---|");
    int[][] counts = marks.confusion();
    for (int c = 0; c < CATEGORIES.size(); c++) {
      say("| %s | %d | %d | %d |", CATEGORIES.get(c), counts[c][0], counts[c][1], counts[c][2]);
    }
  }

  void teamConfusion(Marks marks) {
    SortedMap<String, SortedMap<String, Integer>> counts = marks.teamConfusion();
    SortedSet<String> teams = new TreeSet<>(counts.keySet());
    counts.values().forEach(said -> teams.addAll(said.keySet()));
    say("| was, said | " + String.join(" | ", teams) + " |");
    say("|---".repeat(teams.size() + 1) + "|");
    counts.forEach(
        (team, said) -> {
          List<String> cells =
              teams.stream()
                  .map(each -> said.containsKey(each) ? String.valueOf(said.get(each)) : "")
                  .toList();
          say("| " + team + " | " + String.join(" | ", cells) + " |");
        });
  }

  void curve(List<Marks.Bin> bins) {
    say("| said | was right | n |\n|---|---|---|");
    for (Marks.Bin bin : bins) {
      say("| %.2f | %.2f | %d |", bin.sure(), bin.right(), bin.count());
    }
  }

  String text() {
    return text.toString();
  }
}
