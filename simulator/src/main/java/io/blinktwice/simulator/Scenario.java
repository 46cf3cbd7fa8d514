package io.blinktwice.simulator;

import io.blinktwice.rollout.judge.decision.Hypothesis;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with the release, and what else goes on in the fleet. */
enum Scenario {
  HEALTHY(null, Trouble.NONE),
  /** Healthy, but one arm starts later, runs slower and waits longer for its retries. */
  UNEQUAL_ARMS(null, Trouble.NONE),
  NOISY_TENANT(null, Trouble.TENANT),
  NOISY_WORKLOAD(null, Trouble.WORKLOAD),
  /** Waves drawn per workspace, with one of them noisy. */
  TENANT_WAVES(null, Trouble.TENANT),
  OUTAGE(null, Trouble.FLEET),
  BROKEN_0_3(new Hypothesis(.003, 1), Trouble.NONE),
  BROKEN_1(new Hypothesis(.01, 1), Trouble.NONE),
  BROKEN_3(new Hypothesis(.03, 1), Trouble.NONE),
  BROAD_0_5PP(new Hypothesis(1, .005), Trouble.NONE),
  INTERMITTENT(new Hypothesis(.02, .1), Trouble.NONE),
  /** The break begins at hour 20, as if a date or a dependency had changed. */
  LATE(new Hypothesis(.01, 1), Trouble.NONE),
  /** One workspace of 400 workloads is broken, the rest is fine. */
  CONFINED(new Hypothesis(.02, 1), Trouble.NONE),
  /** One workload in twenty takes 30 % longer on the release; nothing fails. */
  PERFORMANCE(null, Trouble.NONE),
  /** So bad that a small fleet shows it within minutes. */
  BROKEN_10(new Hypothesis(.1, 1), Trouble.NONE);

  /** Failures that have nothing to do with the release. */
  enum Trouble {
    NONE,
    TENANT,
    WORKLOAD,
    FLEET
  }

  static final double LATE_HOUR = 20;
  private static final double SLOW_SHARE = .05;
  private static final double SLOWER = 1.3;

  private final @Nullable Hypothesis regression;
  private final Trouble trouble;

  Scenario(@Nullable Hypothesis regression, Trouble trouble) {
    this.regression = regression;
    this.trouble = trouble;
  }

  @Nullable Hypothesis regression() {
    return regression;
  }

  Trouble trouble() {
    return trouble;
  }

  /** How many of the workloads take longer on the release. */
  double slowShare() {
    return this == PERFORMANCE ? SLOW_SHARE : 0;
  }

  /** How much longer those take. */
  double slower() {
    return this == PERFORMANCE ? SLOWER : 1;
  }

  double breaksAtHour() {
    return this == LATE ? LATE_HOUR : 0;
  }

  /** As people write it: {@code broken-0.3}. */
  String label() {
    return switch (this) {
      case BROKEN_0_3 -> "broken-0.3";
      case BROAD_0_5PP -> "broad-0.5pp";
      default -> name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  static Scenario of(String label) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no scenario '" + label + "'; there are " + all()));
  }

  private static String all() {
    return Arrays.stream(values()).map(Scenario::label).collect(Collectors.joining(" "));
  }
}
