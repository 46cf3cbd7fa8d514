package io.blinktwice.autoscaler.horizontal.decision;

/**
 * What a pool's owner wants of it.
 *
 * @param lateShare the one setting: share of runs that may start late
 * @param slots cores of a server
 * @param least servers, never fewer
 * @param most servers, never more
 * @param affordable servers under the cost ceiling; as {@code most} where there is none
 */
public record Limits(double lateShare, double slots, int least, int most, int affordable) {
  public Limits {
    if (!(lateShare > 0 && lateShare < 1) || !(slots > 0) || least < 0 || most < least) {
      throw new IllegalArgumentException("impossible limits");
    }
  }

  int cap() {
    return Math.min(most, affordable);
  }
}
