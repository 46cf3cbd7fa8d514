package io.blinktwice.runtime.metrics;

import io.prometheus.metrics.core.metrics.Counter;

/** Counts what happens in this process. */
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
