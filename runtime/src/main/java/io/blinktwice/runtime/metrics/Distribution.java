package io.blinktwice.runtime.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;

/** How long something takes, by bounds from a millisecond to a minute. */
public final class Distribution {
  private static final double NANOS = 1e9;

  /** Resolve promises 500 ms, verdicts take some tens: both ends of each are told apart. */
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private final Meter meter;
  private final Histogram histogram;

  private Distribution(Meter meter, Histogram histogram) {
    this.meter = meter;
    this.histogram = histogram;
  }

  public static Distribution of(Meter meter) {
    Histogram histogram =
        Histogram.builder()
            .name(meter.name())
            .help(meter.meaning())
            .labelNames(meter.labelNames())
            .withoutExemplars()
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .register(MetricsPage.REGISTRY);
    return new Distribution(meter, histogram);
  }

  /** A negative one, from clocks that disagree, counts as none. */
  public void observe(Duration took, String... labels) {
    histogram.labelValues(meter.admitted(labels)).observe(Math.max(0, took.toNanos()) / NANOS);
  }

  /** How many so far. */
  public long count(String... labels) {
    return histogram.labelValues(meter.admitted(labels)).getCount();
  }
}
