package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.Arrays;

/**
 * Whether what a pool is told can be relied on. While it cannot, and for an hour after, no forecast
 * is followed.
 */
final class InputDoubt {
  private static final int AFTERWARDS_SECONDS = 3600;
  private static final int SILENCE_SECONDS = 60;

  /** A forecast that is off by so much more than no forecast at all is wrong. */
  private static final double WORSE = 1.5;

  private static final double MEMORY_SECONDS = 3 * 3600;
  private static final double ENOUGH_SECONDS = 3600;

  /** What is in doubt. */
  enum Why {
    SILENCE("no figures came for more than a minute"),
    STARTS("servers that were asked for did not come"),
    SLOWER_STARTS("starts take twice as long as they did"),
    FORECAST("the forecast was off by more than what there is now would have been");

    private final String sentence;

    Why(String sentence) {
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }

  private final double[] forecast;
  private final double[] level;
  private int at;
  private double missForecast;
  private double missLevel;
  private double seen;
  private int coldSeconds;
  private long until = Long.MIN_VALUE;
  private Why why = Why.SILENCE;

  InputDoubt() {
    forecast = new double[Tick.MOST_COLD_TICKS + 1];
    level = new double[Tick.MOST_COLD_TICKS + 1];
    Arrays.fill(forecast, Double.NaN);
  }

  void heard(Observed now, long before, int tickSeconds, Tick tick, double demand) {
    if (before != Long.MIN_VALUE && now.second() - before > SILENCE_SECONDS) {
      doubt(Why.SILENCE, now.second());
    }
    if (now.startsFail()) {
      doubt(Why.STARTS, now.second());
    }
    if (coldSeconds > 0 && now.coldSeconds() >= 2 * coldSeconds) {
      doubt(Why.SLOWER_STARTS, now.second());
    }
    coldSeconds = coldSeconds == 0 ? now.coldSeconds() : Math.max(coldSeconds, now.coldSeconds());
    score(now.second(), tickSeconds, tick, demand);
  }

  /** What was forecast one start ago, against what there is now, beside no forecast. */
  private void score(long second, int tickSeconds, Tick tick, double demand) {
    int back = Math.floorMod(at - tick.coldTicks(), forecast.length);
    if (!Double.isNaN(forecast[back])) {
      double keep = 1 - tickSeconds / MEMORY_SECONDS;
      missForecast = missForecast * keep + Math.abs(forecast[back] - demand);
      missLevel = missLevel * keep + Math.abs(level[back] - demand);
      seen += tickSeconds;
      if (seen > ENOUGH_SECONDS && missForecast > WORSE * missLevel + seen / MEMORY_SECONDS) {
        doubt(Why.FORECAST, second);
      }
    }
    at = (at + 1) % forecast.length;
    level[at] = demand;
    forecast[at] = demand + tick.expected().rhythm();
  }

  private void doubt(Why reason, long second) {
    until = second + AFTERWARDS_SECONDS;
    why = reason;
  }

  boolean at(long second) {
    return second < until;
  }

  String sentence() {
    return why.sentence();
  }

  void write(StateWriter out) {
    out.number(at);
    for (int place = 0; place < forecast.length; place++) {
      out.small((float) forecast[place]);
      out.small((float) level[place]);
    }
    out.real(missForecast);
    out.real(missLevel);
    out.real(seen);
    out.number(coldSeconds);
    out.count(until);
    out.text(why.name());
  }

  void read(StateReader in) {
    at = in.number();
    for (int place = 0; place < forecast.length; place++) {
      forecast[place] = in.small();
      level[place] = in.small();
    }
    missForecast = in.real();
    missLevel = in.real();
    seen = in.real();
    coldSeconds = in.number();
    until = in.count();
    why = Why.valueOf(in.text());
  }
}
