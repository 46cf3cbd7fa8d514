package io.blinktwice.runtime.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that is looked up when the page is read, and costs nothing until then.
 *
 * <p>Whoever knows it registers a source; two sources with the same labels are added up.
 */
public final class Reading implements Collector {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  private final Meter meter;
  private final List<Source> sources = new CopyOnWriteArrayList<>();

  /** Tells the values of the moment. */
  @FunctionalInterface
  public interface Source {
    void tell(Samples samples);
  }

  /** Takes one value under the values of the labels. */
  @FunctionalInterface
  public interface Samples {
    void add(double value, String... labels);
  }

  /** Ends a source. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private Reading(Meter meter) {
    this.meter = meter;
  }

  public static Reading of(Meter meter) {
    if (meter.kind() == Meter.Kind.HISTOGRAM) {
      throw new IllegalArgumentException("a histogram is observed, not read: " + meter.name());
    }
    Reading reading = new Reading(meter);
    MetricsPage.REGISTRY.register(reading);
    return reading;
  }

  public Registration from(Source source) {
    sources.add(source);
    return () -> sources.remove(source);
  }

  @Override
  public String getPrometheusName() {
    return PrometheusNaming.prometheusName(nameWithoutSuffix());
  }

  /** The format adds the suffix of counters itself. */
  private String nameWithoutSuffix() {
    return meter.kind() == Meter.Kind.COUNTER && meter.name().endsWith("_total")
        ? meter.name().substring(0, meter.name().length() - "_total".length())
        : meter.name();
  }

  @Override
  public MetricSnapshot collect() {
    Map<List<String>, Double> values = new LinkedHashMap<>();
    for (Source source : sources) {
      try {
        source.tell(
            (value, labels) -> values.merge(List.of(meter.admitted(labels)), value, Double::sum));
      } catch (RuntimeException e) {
        // A part that is being closed; the rest of the page is still worth reading.
        LOG.atDebug().setCause(e).addKeyValue("metric", meter.name()).log("no value at hand");
      }
    }
    return meter.kind() == Meter.Kind.COUNTER ? counters(values) : gauges(values);
  }

  private MetricSnapshot gauges(Map<List<String>, Double> values) {
    GaugeSnapshot.Builder page =
        GaugeSnapshot.builder().name(nameWithoutSuffix()).help(meter.meaning());
    values.forEach(
        (labels, value) ->
            page.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labelled(labels))
                    .value(value)
                    .build()));
    return page.build();
  }

  private MetricSnapshot counters(Map<List<String>, Double> values) {
    CounterSnapshot.Builder page =
        CounterSnapshot.builder().name(nameWithoutSuffix()).help(meter.meaning());
    values.forEach(
        (labels, value) ->
            page.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(labelled(labels))
                    .value(value)
                    .build()));
    return page.build();
  }

  private Labels labelled(List<String> values) {
    return Labels.of(List.of(meter.labelNames()), values);
  }
}
