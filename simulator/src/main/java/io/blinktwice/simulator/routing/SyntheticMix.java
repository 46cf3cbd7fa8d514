package io.blinktwice.simulator.routing;

import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.simulator.routing.Query.Drawn;
import io.blinktwice.simulator.routing.Query.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * 95 % interactive queries, lognormal around 8 core-seconds; 5 % batch, bounded Pareto, which is 70
 * % of the load. They arrive in bursts.
 *
 * @param runaways share of queries that look small and take 20,000 core-seconds
 */
record SyntheticMix(double runaways) {
  private static final double BATCH = 0.05;
  private static final double MEDIAN = 8;
  private static final double SPREAD = 1.6;
  private static final double ALPHA = 1.2;
  private static final double LEAST = 300;
  private static final double MOST = 300_000;
  private static final double RUNAWAY = 20_000;
  private static final double BURST = 2.5;
  private static final double LULL = 0.625;
  private static final double BURST_SECONDS = 60;
  private static final double LULL_SECONDS = 240;
  private static final int[] INTERACTIVE_WIDTHS = {2, 4, 8, 16, 32};
  private static final int[] BATCH_WIDTHS = {32, 64, 128, 256};

  /** Core-seconds of a query, in the mean. */
  double mean() {
    double interactive = MEDIAN * Math.exp(SPREAD * SPREAD / 2);
    double ratio = LEAST / MOST;
    double batch =
        ALPHA
            / (ALPHA - 1)
            * LEAST
            * (1 - Math.pow(ratio, ALPHA - 1))
            / (1 - Math.pow(ratio, ALPHA));
    return (1 - BATCH) * interactive + BATCH * batch + runaways * RUNAWAY;
  }

  List<Drawn> draw(int count, double perSecond, Errors errors, SplittableRandom random) {
    SplittableRandom arrivals = random.split();
    List<Drawn> drawn = new ArrayList<>(count);
    double now = 0;
    boolean burst = false;
    double change = exponential(LULL_SECONDS, arrivals);
    while (drawn.size() < count) {
      double rate = perSecond * (burst ? BURST : LULL);
      double next = now + exponential(1 / rate, arrivals);
      if (next > change) {
        now = change;
        burst = !burst;
        change = now + exponential(burst ? BURST_SECONDS : LULL_SECONDS, arrivals);
      } else {
        now = next;
        drawn.add(one(now, errors, random.split()));
      }
    }
    return drawn;
  }

  private Drawn one(double at, Errors errors, SplittableRandom random) {
    double kind = random.nextDouble();
    if (kind < runaways) {
      double width = pick(INTERACTIVE_WIDTHS, random);
      Size small = errors.predict(MEDIAN, width, random);
      return new Drawn(at, Kind.RUNAWAY, RUNAWAY, width, small);
    }
    if (random.nextDouble() < BATCH) {
      double width = pick(BATCH_WIDTHS, random);
      double size = pareto(random.nextDouble());
      return new Drawn(at, Kind.BATCH, size, width, errors.predict(size, width, random));
    }
    double width = pick(INTERACTIVE_WIDTHS, random);
    double size = MEDIAN * Math.exp(SPREAD * random.nextGaussian());
    return new Drawn(at, Kind.INTERACTIVE, size, width, errors.predict(size, width, random));
  }

  private static double pareto(double uniform) {
    double low = Math.pow(LEAST, -ALPHA);
    double high = Math.pow(MOST, -ALPHA);
    return Math.pow(low - uniform * (low - high), -1 / ALPHA);
  }

  private static double exponential(double mean, SplittableRandom random) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  private static double pick(int[] widths, SplittableRandom random) {
    return widths[random.nextInt(widths.length)];
  }
}
