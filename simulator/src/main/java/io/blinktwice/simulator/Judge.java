package io.blinktwice.simulator;

import io.blinktwice.rollout.judge.decision.Hypothesis;
import io.blinktwice.rollout.judge.decision.JudgePolicy;
import io.blinktwice.rollout.judge.decision.SpeedPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whom to put at the controls. */
enum Judge {
  /** The evidence that may pause, alone, on the fixed schedule. */
  OURS,
  /** With the ramp that slows and speeds up by itself. */
  OURS_FULL,
  ARGO,
  FLAGGER,
  THRESHOLD,
  MANN_WHITNEY_5,
  MANN_WHITNEY_30,
  RAW_COUNTS,
  HISTORY,
  ORACLE;

  private static final Hypothesis USUAL = new Hypothesis(.01, 1);

  Pilot pilot(Scenario scenario, Fleet fleet) {
    boolean unequal = scenario == Scenario.UNEQUAL_ARMS;
    return switch (this) {
      case OURS -> new Ours(fleet, Ours.Plan.of(byHand(), unequal));
      case OURS_FULL -> new Ours(fleet, Ours.Plan.of(JudgePolicy.DEFAULT, unequal));
      case ARGO -> new Thresholds(fleet, Thresholds.Rule.ARGO);
      case FLAGGER -> new Thresholds(fleet, Thresholds.Rule.FLAGGER);
      case THRESHOLD -> new Thresholds(fleet, Thresholds.Rule.TUNED);
      case MANN_WHITNEY_5 -> new MannWhitney(fleet, 5);
      case MANN_WHITNEY_30 -> new MannWhitney(fleet, 30);
      case RAW_COUNTS -> new RawCounts(fleet);
      case HISTORY ->
          new Likelihood(
              fleet, Likelihood.GUESSES, workload -> fleet.prior.rate(fleet.history[workload]), 0);
      case ORACLE ->
          new Likelihood(
              fleet,
              List.of(scenario.regression() == null ? USUAL : scenario.regression()),
              workload -> fleet.flakeRate[workload],
              scenario.breaksAtHour());
    };
  }

  private static JudgePolicy byHand() {
    return JudgePolicy.DEFAULT.withSpeed(SpeedPolicy.BY_HAND);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Judge of(String label) {
    return Arrays.stream(values())
        .filter(judge -> judge.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no judge '" + label + "'; there are " + all()));
  }

  private static String all() {
    return Arrays.stream(values()).map(Judge::label).collect(Collectors.joining(" "));
  }
}
