package io.blinktwice.router.placement.decision;

/**
 * How large work is taken to be.
 *
 * @param coreSeconds that it needs, median
 * @param coreSecondsHigh the 90th percentile
 * @param parallelism cores that it can use at once
 * @param from what said so
 */
public record Size(double coreSeconds, double coreSecondsHigh, double parallelism, Source from) {
  /** Less than this is lost in the cost of a query that does nothing. */
  public static final double LEAST_CORE_SECONDS = 0.01;

  /** A year of a thousand cores: more is an error of whoever says it. */
  public static final double MOST_CORE_SECONDS = 3e10;

  /** What has outgrown its estimate is taken for so many times what it has had: tails are long. */
  private static final double AFTER_OVERRUN = 20;

  private static final double MOST_PARALLELISM = 1e6;

  /** What a size was read from, best first. */
  public enum Source {
    HISTORY,
    MODEL,
    PRIOR
  }

  public Size {
    coreSeconds = within(coreSeconds, LEAST_CORE_SECONDS, MOST_CORE_SECONDS);
    coreSecondsHigh = Math.max(coreSeconds, within(coreSecondsHigh, 0, MOST_CORE_SECONDS));
    parallelism = within(parallelism, 1, MOST_PARALLELISM);
  }

  /** How long it takes on so many cores that nobody else uses. */
  public double secondsOn(double cores) {
    return coreSeconds / Math.min(parallelism, Math.max(1, cores));
  }

  /** What work is taken to need that ran away after so much. */
  public static double afterOverrun(double coreSeconds) {
    return AFTER_OVERRUN * coreSeconds;
  }

  private static double within(double value, double least, double most) {
    return value >= least ? Math.min(value, most) : least;
  }
}
