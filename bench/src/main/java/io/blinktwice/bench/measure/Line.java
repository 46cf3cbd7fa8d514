package io.blinktwice.bench.measure;

import java.util.Locale;
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
   * @param bar that the ratio is to keep, where there is one
   */
  public record Against(String what, double baseline, Interval ratio, @Nullable Bar bar) {
    /** What the interval says of the bar, or of one where there is none. */
    String verdict() {
      return bar == null ? ratio.verdict().name().toLowerCase(Locale.ROOT) : bar.verdict(ratio);
    }
  }

  /** Where a ratio is to lie. */
  public sealed interface Bar {
    record AtLeast(double ratio) implements Bar {}

    record AtMost(double ratio) implements Bar {}

    double ratio();

    private String verdict(Interval seen) {
      boolean atLeast = this instanceof AtLeast;
      return switch (seen.dividedBy(ratio()).verdict()) {
        case HIGHER -> atLeast ? "met" : "missed";
        case LOWER -> atLeast ? "missed" : "met";
        case INCONCLUSIVE -> "inconclusive";
      };
    }
  }

  /** Compared with a fixed number that it is to stay below. */
  public static Line withBar(String name, String unit, Interval value, double bar) {
    return new Line(name, unit, value, new Against("bar", bar, value.dividedBy(bar), null));
  }

  /** The same result under another name, with a bar for its ratio. */
  public Line as(String otherName, Bar bar) {
    if (against == null) {
      throw new IllegalArgumentException(name + " is compared with nothing");
    }
    return new Line(
        otherName, unit, value, new Against(against.what, against.baseline, against.ratio, bar));
  }
}
