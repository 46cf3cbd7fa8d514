package io.blinktwice.runtime.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All metrics of this process, in Prometheus' text format.
 *
 * <p>One for the whole process, as logging is: whatever roles share it, one address has them all.
 */
public final class MetricsPage {
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  static final PrometheusRegistry REGISTRY = new PrometheusRegistry();

  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

  /** Metrics of the process itself, which has one source for each, whoever asks first. */
  private static final Set<String> ONCE = ConcurrentHashMap.newKeySet();

  private MetricsPage() {}

  /** Puts a metric on the page that has one source in the whole process; again is not at all. */
  static void once(Meter meter, Reading.Source source) {
    if (ONCE.add(meter.name())) {
      var _ = Reading.of(meter).from(source);
    }
  }

  public static String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 << 10);
    try {
      WRITER.write(bytes, REGISTRY.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
