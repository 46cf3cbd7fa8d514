package io.blinktwice.runtime.metrics;

import io.prometheus.metrics.core.metrics.Counter;

/**
 * Counts what happens in this process. Where it is known beforehand what may happen, it has not
 * happened yet: a rate sees the first time, too, which it does not of a series that begins with 1.
 */
public final class Count {
  private final Meter meter;
  private final Counter counter;

  private Count(Meter meter, Counter counter) {
    this.meter = meter;
    this.counter = counter;
  }

  public static Count of(Meter meter) {
    Counter counter =
        Counter.builder()
            .name(meter.name())
            .help(meter.meaning())
            .labelNames(meter.labelNames())
            .withoutExemplars()
            .register(MetricsPage.REGISTRY);
    meter.seriesKnownBeforehand().forEach(values -> counter.initLabelValues(values));
    return new Count(meter, counter);
  }

  public void increment(String... labels) {
    add(1, labels);
  }

  public void add(long more, String... labels) {
    counter.labelValues(meter.admitted(labels)).inc(more);
  }

  /** How often so far. */
  public double value(String... labels) {
    return counter.labelValues(meter.admitted(labels)).get();
  }
}
