package io.blinktwice.router.placement.decision;

/**
 * How much of something has lately been arriving per second, forgotten exponentially. The larger of
 * a quick and a slow mean, so that a burst counts at once and is not forgotten between two.
 */
final class DemandMeter {
  private static final double QUICK_SECONDS = 15;
  private static final double SLOW_SECONDS = 180;

  private double quick;
  private double slow;
  private double at = Double.NEGATIVE_INFINITY;
  private double since;

  void arrived(double amount, double now) {
    forget(now);
    quick += amount / QUICK_SECONDS;
    slow += amount / SLOW_SECONDS;
  }

  double perSecond(double now) {
    forget(now);
    // Before it has watched for long, the slow mean is of that time only.
    double watched = Math.max(QUICK_SECONDS, now - since);
    double slowSeen = slow / -Math.expm1(-watched / SLOW_SECONDS);
    return Math.max(quick, slowSeen);
  }

  private void forget(double now) {
    if (at == Double.NEGATIVE_INFINITY) {
      since = now;
    } else if (now > at) {
      quick *= Math.exp(-(now - at) / QUICK_SECONDS);
      slow *= Math.exp(-(now - at) / SLOW_SECONDS);
    }
    at = Math.max(at, now);
  }
}
