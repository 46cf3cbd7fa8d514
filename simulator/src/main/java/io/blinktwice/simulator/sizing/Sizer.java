package io.blinktwice.simulator.sizing;

import io.blinktwice.autoscaler.vertical.decision.MeasuredPeak;
import io.blinktwice.autoscaler.vertical.decision.MemoryAdvisor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Who gives memory to a workload. */
enum Sizer {
  /** What the program itself decides. */
  OURS("ours") {
    @Override
    double first(List<MeasuredPeak> runs, double input, Sizes sizes) {
      double[] choices = sizes.choices(runs);
      return choices[MemoryAdvisor.choose(runs, input, choices).place()];
    }
  },
  /** A tenth more than the most of the last thirty, doubled when it was too little. */
  MAX_OF_30("max-of-30") {
    @Override
    double first(List<MeasuredPeak> runs, double input, Sizes sizes) {
      return sizes.fitting(MemoryAdvisor.simple(runs));
    }
  },
  /** Set once by a person, from the first ten runs; tried again on the same size. */
  SPARK_DEFAULT("spark-default") {
    @Override
    double first(List<MeasuredPeak> runs, double input, Sizes sizes) {
      return sizes.fitting(1.2 * most(firstTen(runs)));
    }

    @Override
    double after(double size, int attempt, double firstSize) {
      return size;
    }
  },
  /** The same, doubled when it was too little. */
  FIXED_DOUBLING("fixed-doubling") {
    @Override
    double first(List<MeasuredPeak> runs, double input, Sizes sizes) {
      return sizes.fitting(1.2 * most(firstTen(runs)));
    }
  },
  /** Two, three, four times what it began with. */
  MULTIPLES("multiples") {
    @Override
    double first(List<MeasuredPeak> runs, double input, Sizes sizes) {
      return sizes.fitting(1.2 * most(firstTen(runs)));
    }

    @Override
    double after(double size, int attempt, double firstSize) {
      return firstSize * Math.min(4, attempt + 1);
    }
  },
  /** A decaying ninetieth percentile and 15 %; 20 % more when it was too little. */
  VPA("vpa") {
    @Override
    double first(List<MeasuredPeak> runs, double input, Sizes sizes) {
      double[] peaks = runs.stream().mapToDouble(MeasuredPeak::peakBytes).sorted().toArray();
      return sizes.fitting(peaks.length == 0 ? 0 : 1.15 * peaks[(int) (0.9 * (peaks.length - 1))]);
    }

    @Override
    double after(double size, int attempt, double firstSize) {
      return Math.max(1.2 * size, size + 100e6);
    }
  };

  private final String label;

  Sizer(String label) {
    this.label = label;
  }

  abstract double first(List<MeasuredPeak> runs, double input, Sizes sizes);

  /** The size after an attempt that ran out of memory. */
  double after(double size, int attempt, double firstSize) {
    return 2 * size;
  }

  String label() {
    return label;
  }

  static Sizer of(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no policy is called '%s'; there are: all %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(Sizer::label)
                                .collect(Collectors.joining(" ")))));
  }

  private static double most(List<MeasuredPeak> runs) {
    return runs.stream().mapToDouble(MeasuredPeak::peakBytes).max().orElse(0);
  }

  private static List<MeasuredPeak> firstTen(List<MeasuredPeak> runs) {
    return runs.subList(Math.max(0, runs.size() - 10), runs.size());
  }
}
