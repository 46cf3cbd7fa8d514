package io.blinktwice.bench.measure;

import org.jspecify.annotations.Nullable;

/**
 * One result.
 *
 * @param value with its interval
 * @param against what it is compared with; none for the floor itself
 */
public record Line(String name, String unit, Interval value, @Nullable Against against) {
  /**
   * A comparison.
   *
   * @param what the other subject, or the bar
   * @param ratio of ours to it
   */
  public record Against(String what, double baseline, Interval ratio) {}

  /** Compared with a fixed number that it is to stay below. */
  public static Line withBar(String name, String unit, Interval value, double bar) {
    return new Line(name, unit, value, new Against("bar", bar, value.dividedBy(bar)));
  }
}
