package io.blinktwice.training;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Model.Ranked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** How well a classifier did on examples that it had not seen. */
final class Marks {
  static final int BINS = 10;
  private static final List<Category> CATEGORIES =
      List.of(Category.USER, Category.INFRASTRUCTURE, Category.SYSTEM);
  private static final int DRAWS = 1_000;
  private static final double OUTSIDE = 0.025;
  private static final long SEED = 20260101;

  /**
   * One answer beside what was wanted.
   *
   * @param wanted index of the category
   * @param said index of the likeliest category
   * @param sure its probability
   * @param ofWanted probability of the wanted one
   * @param team that was wanted
   * @param teams that were said, best first
   * @param teamSure probability of the first of them
   */
  private record Answer(
      int wanted,
      int said,
      double sure,
      double ofWanted,
      String team,
      List<String> teams,
      double teamSure,
      boolean memoryWanted,
      boolean memorySaid) {
    boolean right() {
      return wanted == said;
    }

    String firstTeam() {
      return teams.isEmpty() ? "-" : teams.getFirst();
    }

    boolean teamRight() {
      return firstTeam().equals(team);
    }
  }

  private final List<Answer> answers;

  Marks() {
    this(new ArrayList<>());
  }

  private Marks(List<Answer> answers) {
    this.answers = answers;
  }

  void add(Example wanted, Classification given) {
    List<Ranked> teams = given.teams();
    answers.add(
        new Answer(
            CATEGORIES.indexOf(wanted.category()),
            CATEGORIES.indexOf(given.odds().likeliest()),
            given.odds().likelihood(),
            given.odds().byCategory().getOrDefault(wanted.category(), 0.0),
            wanted.team(),
            teams.stream().map(Ranked::name).toList(),
            teams.isEmpty() ? 0 : teams.getFirst().probability(),
            wanted.memoryRanOut(),
            given.memoryRanOut()));
  }

  int count() {
    return answers.size();
  }

  private double share(ToDoubleFunction<Answer> each) {
    return answers.stream().mapToDouble(each).average().orElse(0);
  }

  double accuracy() {
    return share(each -> each.right() ? 1 : 0);
  }

  double macroF1() {
    int[][] confusion = confusion();
    double sum = 0;
    for (int c = 0; c < CATEGORIES.size(); c++) {
      int wanted = 0;
      int said = 0;
      for (int o = 0; o < CATEGORIES.size(); o++) {
        wanted += confusion[c][o];
        said += confusion[o][c];
      }
      sum += wanted + said == 0 ? 0 : 2.0 * confusion[c][c] / (wanted + said);
    }
    return sum / CATEGORIES.size();
  }

  double memoryF1() {
    int right = 0;
    int wanted = 0;
    int said = 0;
    for (Answer each : answers) {
      right += each.memoryWanted() && each.memorySaid() ? 1 : 0;
      wanted += each.memoryWanted() ? 1 : 0;
      said += each.memorySaid() ? 1 : 0;
    }
    return wanted + said == 0 ? 1 : 2.0 * right / (wanted + said);
  }

  double team() {
    return share(each -> each.teamRight() ? 1 : 0);
  }

  double teamAmongThree() {
    return share(each -> each.teams().contains(each.team()) ? 1 : 0);
  }

  double meanLogLoss() {
    return share(each -> -Math.log(Math.max(1e-6, each.ofWanted())));
  }

  /** Expected calibration error over ten bins of equal width. */
  double calibrationError() {
    return error(curve());
  }

  double teamCalibrationError() {
    return error(teamCurve());
  }

  private double error(List<Bin> curve) {
    return curve.stream().mapToDouble(bin -> bin.count() * Math.abs(bin.sure() - bin.right())).sum()
        / Math.max(1, count());
  }

  /**
   * Where a figure lies with 95 % of other examples like these.
   *
   * @param low end
   * @param high end
   */
  record Interval(double low, double high) {}

  /** By the bootstrap: the same figure of as many answers, drawn again and again from these. */
  Interval interval(ToDoubleFunction<Marks> figure) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] figures = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Answer> drawn = new ArrayList<>(answers.size());
      for (int i = 0; i < answers.size(); i++) {
        drawn.add(answers.get(random.nextInt(answers.size())));
      }
      figures[draw] = figure.applyAsDouble(new Marks(drawn));
    }
    Arrays.sort(figures);
    return new Interval(
        figures[(int) (OUTSIDE * DRAWS)], figures[DRAWS - 1 - (int) (OUTSIDE * DRAWS)]);
  }

  /**
   * A bin of the calibration curve.
   *
   * @param sure mean probability
   * @param right share that was right
   */
  record Bin(int count, double sure, double right) {}

  List<Bin> curve() {
    return curve(Answer::sure, Answer::right);
  }

  List<Bin> teamCurve() {
    return curve(Answer::teamSure, Answer::teamRight);
  }

  private List<Bin> curve(ToDoubleFunction<Answer> sure, Predicate<Answer> right) {
    double[] sums = new double[BINS];
    int[] rights = new int[BINS];
    int[] counts = new int[BINS];
    for (Answer each : answers) {
      int bin = Math.min(BINS - 1, (int) (sure.applyAsDouble(each) * BINS));
      sums[bin] += sure.applyAsDouble(each);
      rights[bin] += right.test(each) ? 1 : 0;
      counts[bin]++;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      if (counts[b] > 0) {
        bins.add(new Bin(counts[b], sums[b] / counts[b], rights[b] / (double) counts[b]));
      }
    }
    return bins;
  }

  /** Wanted category by row, given by column: USER, INFRASTRUCTURE, SYSTEM. */
  int[][] confusion() {
    int[][] confusion = new int[CATEGORIES.size()][CATEGORIES.size()];
    for (Answer each : answers) {
      confusion[each.wanted()][each.said()]++;
    }
    return confusion;
  }

  /**
   * Wanted team, then the one that was said first, with how often; those that never met left out.
   */
  SortedMap<String, SortedMap<String, Integer>> teamConfusion() {
    SortedMap<String, SortedMap<String, Integer>> confusion = new TreeMap<>();
    for (Answer each : answers) {
      confusion
          .computeIfAbsent(each.team(), any -> new TreeMap<>())
          .merge(each.firstTeam(), 1, Integer::sum);
    }
    return confusion;
  }
}
