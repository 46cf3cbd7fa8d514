package io.blinktwice.simulator.performance;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Who watches. */
enum Judge {
  OURS("ours", OurWatcher::new),
  ONE_RUN("one-run", () -> new RuleOfThumb(Rules::oneRunAboveTheMean)),
  TWO_IN_A_ROW("two-in-a-row", () -> new RuleOfThumb(Rules::twoInARowAboveTheMedian)),
  THREE_SIGMA("three-sigma", () -> new RuleOfThumb(Rules::threeSigma)),
  MANN_WHITNEY("mann-whitney", () -> new RuleOfThumb(Rules::mannWhitney));

  private final String label;
  private final Supplier<Watcher> watcher;

  Judge(String label, Supplier<Watcher> watcher) {
    this.label = label;
    this.watcher = watcher;
  }

  static Judge of(String label) {
    return Arrays.stream(values())
        .filter(judge -> judge.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no judge is called '%s'; there are: %s".formatted(label, labels())));
  }

  static String labels() {
    return Arrays.stream(values()).map(Judge::label).collect(Collectors.joining(" "));
  }

  String label() {
    return label;
  }

  /** For one workload. */
  Watcher watcher() {
    return watcher.get();
  }
}
