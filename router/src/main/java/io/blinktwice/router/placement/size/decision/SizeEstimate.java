package io.blinktwice.router.placement.size.decision;

/**
 * How large a plan is taken to be.
 *
 * @param coreSeconds median
 * @param coreSecondsHigh below which nine in ten stay
 * @param from what said so
 * @param seen completions that it is from
 */
public record SizeEstimate(
    double coreSeconds,
    double coreSecondsHigh,
    double parallelism,
    double shuffledBytes,
    double spilledBytes,
    From from,
    int seen) {

  /** What an estimate is from, best first. */
  public enum From {
    /** The same plan with the same literals, more than once. */
    SAME_PLAN,
    /** The same plan, once. */
    SAME_PLAN_ONCE,
    /** The same plan with other literals. */
    SAME_SHAPE,
    MODEL,
    PRIOR
  }
}
