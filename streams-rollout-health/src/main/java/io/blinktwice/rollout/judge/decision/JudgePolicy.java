package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.time.Duration;
import java.util.List;

/** All that may be set about the judge; the constants were chosen on simulated fleets. */
public record JudgePolicy(
    AlphaBudget budget,
    List<Weighted> firstFailures,
    List<Weighted> lateChanges,
    Duration lateStartEvery,
    SpeedPolicy speed) {

  public static final JudgePolicy DEFAULT =
      new JudgePolicy(
          AlphaBudget.DEFAULT,
          List.of(Weighted.of(.0035, 1, .37), Weighted.of(.018, 1, .55), Weighted.of(1, .005, .08)),
          List.of(Weighted.of(.015, 1, 1)),
          Duration.ofHours(1),
          SpeedPolicy.DEFAULT);

  /** Early hours weigh more, no horizon is needed: 10 / ((h + 9) (h + 10)) sums to 1 over h ≥ 1. */
  private static final double LATE_SCALE = 10;

  public JudgePolicy {
    firstFailures = proper(firstFailures);
    lateChanges = proper(lateChanges);
  }

  private static List<Weighted> proper(List<Weighted> hypotheses) {
    double sum = hypotheses.stream().mapToDouble(Weighted::weight).sum();
    if (hypotheses.isEmpty() || Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException("the weights of the hypotheses add up to 1, not " + sum);
    }
    return List.copyOf(hypotheses);
  }

  double lateWeight(int start) {
    return LATE_SCALE / ((start + LATE_SCALE - 1) * (start + LATE_SCALE));
  }

  public JudgePolicy withBudget(AlphaBudget other) {
    return new JudgePolicy(other, firstFailures, lateChanges, lateStartEvery, speed);
  }

  public JudgePolicy withSpeed(SpeedPolicy other) {
    return new JudgePolicy(budget, firstFailures, lateChanges, lateStartEvery, other);
  }

  /** What may differ between roll-outs; the rest is the default's. */
  void write(StateWriter out) {
    out.real(budget.alpha());
    out.real(budget.firstFailures());
    out.real(budget.lateChange());
    out.real(budget.performance());
    out.flag(speed.automatic());
    out.real(speed.harmBudget());
  }

  static JudgePolicy read(StateReader in) {
    AlphaBudget budget = new AlphaBudget(in.real(), in.real(), in.real(), in.real());
    SpeedPolicy speed = in.flag() ? SpeedPolicy.DEFAULT : SpeedPolicy.BY_HAND;
    boolean told = in.format() > JudgeFormat.WITHOUT_BUDGETS;
    return DEFAULT.withBudget(budget).withSpeed(told ? speed.withHarmBudget(in.real()) : speed);
  }
}
