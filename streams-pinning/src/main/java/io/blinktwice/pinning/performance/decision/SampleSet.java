package io.blinktwice.pinning.performance.decision;

import java.util.List;
import java.util.Objects;

/**
 * One metric of the runs on both sides, as far as they can be compared.
 *
 * @param withInput whether the samples know their inputs
 */
record SampleSet(List<Sample> older, List<Sample> newer, boolean withInput) {

  /**
   * How far an input may lie outside of those seen before: a factor of four. Beyond it nobody knows
   * what to expect.
   */
  private static final double BEYOND = Math.log(4);

  /** With inputs where every run knows its own, else without. */
  static SampleSet of(List<MeasuredRun> older, List<MeasuredRun> newer, Metric metric) {
    boolean withInput =
        older.stream().allMatch(run -> run.inputBytes() != null)
            && newer.stream().allMatch(run -> run.inputBytes() != null);
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    if (withInput) {
      least = older.stream().mapToDouble(MeasuredRun::logInput).min().orElse(0) - BEYOND;
      most = older.stream().mapToDouble(MeasuredRun::logInput).max().orElse(0) + BEYOND;
    }
    double from = least;
    double to = most;
    return new SampleSet(
        samples(older, metric, withInput),
        samples(newer, metric, withInput).stream()
            .filter(sample -> sample.input() >= from && sample.input() <= to)
            .toList(),
        withInput);
  }

  private static List<Sample> samples(List<MeasuredRun> runs, Metric metric, boolean withInput) {
    return runs.stream()
        .map(run -> run.sample(metric, withInput))
        .filter(Objects::nonNull)
        .toList();
  }
}
