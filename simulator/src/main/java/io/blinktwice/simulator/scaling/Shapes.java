package io.blinktwice.simulator.scaling;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The loads that policies are judged on: generated ones, and recorded traces read by path. */
final class Shapes {
  private static final int DAY = 86_400 / Load.TICK_SECONDS;
  private static final int HOUR = DAY / 24;
  private static final int MINUTE = HOUR / 60;
  private static final int WARM_DAYS = 5;
  private static final double DIURNAL_PEAK = 120;
  private static final double BURSTY_MEAN = 24;
  private static final double BURSTY_FROM = 5;

  private Shapes() {}

  /** A day's rhythm, quieter at weekends, with slow noise: like taxi rides in a city. */
  static Load.Shape diurnal(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] halfHours = new double[9 * 48];
    double drift = 0;
    for (int at = 0; at < halfHours.length; at++) {
      double hour = (at % 48) / 2.0;
      int day = at / 48;
      boolean weekend = day % 7 >= 5;
      double night = Math.exp(-Math.pow((hour - (weekend ? 5.5 : 4.5)) / 2.6, 2));
      double morning = weekend ? 0 : 0.12 * Math.exp(-Math.pow((hour - 8.5) / 1.5, 2));
      double evening = 0.38 * Math.exp(-Math.pow((hour - 20) / 2.8, 2));
      drift = 0.9 * drift + 0.02 * random.nextGaussian();
      halfHours[at] = Math.max(0.05, 0.62 - 0.55 * night + morning + evening + drift);
    }
    return ofSamples("diurnal", halfHours, 30 * MINUTE, 120, 1, peak(halfHours, DIURNAL_PEAK));
  }

  /** Bursts of ten times the mean and a heavy tail over a weak rhythm: like requests to a site. */
  static Load.Shape bursty(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] fives = new double[9 * 288];
    double level = 0;
    double burst = 0;
    for (int at = 0; at < fives.length; at++) {
      double hour = (at % 288) / 12.0;
      double rhythm = 0.75 + 0.45 * Math.sin((hour - 9) / 24 * 2 * Math.PI);
      level = 0.6 * level + 0.45 * random.nextGaussian();
      burst *= 0.35;
      if (random.nextDouble() < 0.02) {
        burst += 1.5 + 1.6 * Math.pow(random.nextDouble(), -0.55);
      }
      fives[at] = Math.min(12, rhythm * Math.exp(level) + burst);
    }
    return ofSamples("bursty", fives, 5 * MINUTE, 60, 1.5, mean(fives, BURSTY_MEAN));
  }

  /**
   * Ten or a hundred runs in turns of two hours, risen at once, in 5 and in 30 minutes; on one of
   * the counted days, at an odd time, there is once a step that nobody can have learned.
   */
  static Load.Shape steps(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] concurrency = new double[8 * DAY];
    int odd = WARM_DAYS * DAY + (int) (random.nextDouble() * 2 * DAY) + 7 * MINUTE;
    for (int tick = 0; tick < concurrency.length; tick++) {
      int inTurn = tick % (4 * HOUR);
      int turn = tick % DAY / (4 * HOUR);
      int ramp = new int[] {0, 5, 30}[turn % 3] * MINUTE;
      double risen;
      if (inTurn < 2 * HOUR) {
        risen = 0;
      } else {
        risen = ramp == 0 ? 1 : Math.min(1, (inTurn - 2 * HOUR) / (double) ramp);
      }
      concurrency[tick] = 10 + 90 * risen;
      if (tick >= odd && tick < odd + 40 * MINUTE) {
        concurrency[tick] += 60;
      }
    }
    return new Load.Shape("steps", concurrency, WARM_DAYS * DAY, 60, 1, 0);
  }

  /** The day's rhythm, but what can be learned before is half a day off: the opposite. */
  static Load.Shape opposite(Load.Shape shape) {
    return before(shape, (concurrency, tick) -> concurrency[Math.max(0, tick - DAY / 2)]);
  }

  /** Before, there was nothing to learn: the same load at all times. */
  static Load.Shape flatBefore(Load.Shape shape) {
    return before(shape, (concurrency, tick) -> DIURNAL_PEAK / 2);
  }

  /** A pool of a release that takes the fleet over within a day, wave by wave. */
  static Load.Shape upgradeStorm(Load.Shape shape) {
    double[] waves = {.05, .25, .5, 1};
    double[] concurrency = shape.concurrency().clone();
    for (int tick = 0; tick < concurrency.length; tick++) {
      int hours = (tick - shape.firstCounted()) / HOUR;
      concurrency[tick] *=
          tick < shape.firstCounted() ? .01 : waves[Math.min(waves.length - 1, hours / 6)];
    }
    return shape.with("upgrade-storm", concurrency);
  }

  private interface Before {
    double concurrency(double[] of, int tick);
  }

  private static Load.Shape before(Load.Shape shape, Before before) {
    double[] concurrency = shape.concurrency().clone();
    for (int tick = 0; tick < shape.firstCounted(); tick++) {
      concurrency[tick] = before.concurrency(shape.concurrency(), tick);
    }
    return shape.with(shape.name(), concurrency);
  }

  /** A recorded trace, as large as the scenario that it is most like. */
  static Load.Shape trace(String name, Trace trace) {
    int ticksEach = Math.max(1, trace.secondsEach() / Load.TICK_SECONDS);
    int most = 9 * DAY / ticksEach;
    double[] samples = Arrays.copyOf(trace.values(), Math.min(trace.values().length, most));
    double mean = Arrays.stream(samples).average().orElse(0);
    double highest = Arrays.stream(samples).max().orElse(0);
    if (!(mean > 0)) {
      throw new IllegalArgumentException("the trace is all zeros");
    }
    return highest > BURSTY_FROM * mean
        ? ofSamples(name, samples, ticksEach, 60, 1.5, mean(samples, BURSTY_MEAN))
        : ofSamples(name, samples, ticksEach, 120, 1, peak(samples, DIURNAL_PEAK));
  }

  private static double peak(double[] samples, double wanted) {
    return wanted / Arrays.stream(samples).max().orElse(1);
  }

  private static double mean(double[] samples, double wanted) {
    return wanted / Arrays.stream(samples).average().orElse(1);
  }

  private static Load.Shape ofSamples(
      String name, double[] samples, int ticksEach, double meanSeconds, double sigma, double by) {
    double[] concurrency = new double[samples.length * ticksEach];
    for (int tick = 0; tick < concurrency.length; tick++) {
      int at = tick / ticksEach;
      double next = samples[Math.min(samples.length - 1, at + 1)];
      double part = (double) (tick % ticksEach) / ticksEach;
      concurrency[tick] = by * (samples[at] * (1 - part) + next * part);
    }
    int warm = Math.min(WARM_DAYS * DAY, concurrency.length * WARM_DAYS / 9);
    return new Load.Shape(name, concurrency, warm, meanSeconds, sigma, 0);
  }
}
