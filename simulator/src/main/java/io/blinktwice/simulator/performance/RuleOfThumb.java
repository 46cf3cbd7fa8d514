package io.blinktwice.simulator.performance;

import io.blinktwice.pinning.performance.decision.MeasuredRun;
import io.blinktwice.pinning.performance.decision.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A rule that sees the task times of older and newer runs, and pins at once when it is broken. */
final class RuleOfThumb implements Watcher {

  /** Whether the newer times are too long. */
  interface Rule {
    boolean tooLong(List<Double> older, List<Double> newer);
  }

  private final Rule rule;
  private final List<Double> older = new ArrayList<>();
  private final List<Double> newer = new ArrayList<>();

  RuleOfThumb(Rule rule) {
    this.rule = rule;
  }

  @Override
  public Answer older(MeasuredRun run) {
    older.add(taskTime(run));
    return Answer.GO_ON;
  }

  @Override
  public Answer newer(MeasuredRun run) {
    newer.add(taskTime(run));
    return rule.tooLong(older, newer) ? Answer.PIN : Answer.GO_ON;
  }

  private static double taskTime(MeasuredRun run) {
    return Objects.requireNonNull(run.metrics().get(Metric.TASK_TIME));
  }
}
