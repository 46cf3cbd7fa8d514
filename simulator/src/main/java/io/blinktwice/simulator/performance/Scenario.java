package io.blinktwice.simulator.performance;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the newer version does to workloads. */
enum Scenario {
  HEALTHY("healthy", 1, 1, Noise.MODERATE_TAILS),
  HEALTHY_NORMAL("healthy-normal", 1, 1, Noise.NORMAL),
  HEALTHY_HEAVY_TAILS("healthy-heavy-tails", 1, 1, Noise.HEAVY_TAILS),
  HEALTHY_SKEWED("healthy-skewed", 1, 1, Noise.SKEWED),
  /** The data or the cluster became slower on the same day: both versions are. */
  SLOW_EVERYWHERE("slow-everywhere", 1, 1.5, Noise.MODERATE_TAILS),
  SLOWER_15("slower-15", 1.15, 1, Noise.MODERATE_TAILS),
  SLOWER_30("slower-30", 1.3, 1, Noise.MODERATE_TAILS),
  SLOWER_100("slower-100", 2, 1, Noise.MODERATE_TAILS),
  /** One workload in twenty takes 30 % more. */
  FLEET("fleet", 1.3, 1, Noise.MODERATE_TAILS);

  private static final double SLOW_SHARE_OF_FLEET = 0.05;

  private final String label;
  private final double ratio;
  private final double ratioOnBoth;
  private final Noise noise;

  Scenario(String label, double ratio, double ratioOnBoth, Noise noise) {
    this.label = label;
    this.ratio = ratio;
    this.ratioOnBoth = ratioOnBoth;
    this.noise = noise;
  }

  static Scenario of(String label) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no scenario is called '%s'; there are: %s".formatted(label, labels())));
  }

  static String labels() {
    return Arrays.stream(values()).map(Scenario::label).collect(Collectors.joining(" "));
  }

  String label() {
    return label;
  }

  Noise noise() {
    return noise;
  }

  /** How much longer runs take since the newer version came, whatever they run on. */
  double ratioOnBoth() {
    return ratioOnBoth;
  }

  /** How much longer runs of a workload that the version slows take on it. */
  double ratio() {
    return ratio;
  }

  double slowShare() {
    if (ratio == 1) {
      return 0;
    }
    return this == FLEET ? SLOW_SHARE_OF_FLEET : 1;
  }
}
