package io.blinktwice.training;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classification;
import java.util.ArrayList;
import java.util.List;

/** How well a classifier did on examples that it had not seen. */
final class Marks {
  static final int BINS = 10;
  private static final List<Category> CATEGORIES =
      List.of(Category.USER, Category.INFRASTRUCTURE, Category.SYSTEM);

  private final int[][] confusion = new int[3][3];
  private final List<double[]> sure = new ArrayList<>();
  private int teams;
  private int topThree;
  private int memoryRight;
  private int memoryWrong;
  private int memoryMissed;
  private double logLoss;

  void add(Example wanted, Classification given) {
    Category said = given.odds().likeliest();
    confusion[CATEGORIES.indexOf(wanted.category())][CATEGORIES.indexOf(said)]++;
    sure.add(new double[] {given.odds().likelihood(), said == wanted.category() ? 1 : 0});
    logLoss -=
        Math.log(Math.max(1e-6, given.odds().byCategory().getOrDefault(wanted.category(), 0.0)));
    for (int i = 0; i < given.teams().size(); i++) {
      if (given.teams().get(i).name().equals(wanted.team())) {
        teams += i == 0 ? 1 : 0;
        topThree++;
      }
    }
    memoryRight += given.memoryRanOut() && wanted.memoryRanOut() ? 1 : 0;
    memoryWrong += given.memoryRanOut() && !wanted.memoryRanOut() ? 1 : 0;
    memoryMissed += !given.memoryRanOut() && wanted.memoryRanOut() ? 1 : 0;
  }

  int count() {
    return sure.size();
  }

  double accuracy() {
    return sure.stream().mapToDouble(each -> each[1]).average().orElse(0);
  }

  double macroF1() {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      int wanted = 0;
      int said = 0;
      for (int o = 0; o < 3; o++) {
        wanted += confusion[c][o];
        said += confusion[o][c];
      }
      sum += wanted + said == 0 ? 0 : 2.0 * confusion[c][c] / (wanted + said);
    }
    return sum / 3;
  }

  double memoryF1() {
    int all = 2 * memoryRight + memoryWrong + memoryMissed;
    return all == 0 ? 1 : 2.0 * memoryRight / all;
  }

  double team() {
    return teams / (double) Math.max(1, count());
  }

  double teamAmongThree() {
    return topThree / (double) Math.max(1, count());
  }

  double meanLogLoss() {
    return logLoss / Math.max(1, count());
  }

  /** Expected calibration error over ten bins of equal width. */
  double calibrationError() {
    return curve().stream()
            .mapToDouble(bin -> bin.count() * Math.abs(bin.sure() - bin.right()))
            .sum()
        / Math.max(1, count());
  }

  /**
   * A bin of the calibration curve.
   *
   * @param sure mean probability
   * @param right share that was right
   */
  record Bin(int count, double sure, double right) {}

  List<Bin> curve() {
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      int bin = b;
      List<double[]> inside =
          sure.stream().filter(each -> Math.min(BINS - 1, (int) (each[0] * BINS)) == bin).toList();
      if (!inside.isEmpty()) {
        bins.add(
            new Bin(
                inside.size(),
                inside.stream().mapToDouble(each -> each[0]).average().orElse(0),
                inside.stream().mapToDouble(each -> each[1]).average().orElse(0)));
      }
    }
    return bins;
  }

  /** Wanted category by row, given by column: USER, INFRASTRUCTURE, SYSTEM. */
  int[][] confusion() {
    return new int[][] {confusion[0].clone(), confusion[1].clone(), confusion[2].clone()};
  }
}
