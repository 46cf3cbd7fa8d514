package io.blinktwice.pinning.performance.decision;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one clean run of a workload took.
 *
 * @param inputBytes about so many came from its sources; null when nobody knows
 * @param metrics only those that may be compared with other versions'
 */
public record MeasuredRun(@Nullable Long inputBytes, Map<Metric, Double> metrics) {
  private static final double LEAST_INPUT_BYTES = 1 << 20;

  /** Rows are what every version counts alike; only the order of magnitude matters here. */
  private static final long USUAL_ROW_BYTES = 128;

  private static final String INPUT_ROWS = "inputRows";

  public MeasuredRun {
    metrics = Map.copyOf(metrics);
  }

  /** From a run's figures by their names; null where none of them may be compared. */
  public static @Nullable MeasuredRun of(Map<String, Long> figures) {
    EnumMap<Metric, Double> metrics = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      Long figure = figures.get(metric.figure());
      if (metric.comparable() && figure != null) {
        metrics.put(metric, figure.doubleValue());
      }
    }
    Long rows = figures.get(INPUT_ROWS);
    Long input = rows == null ? null : Math.min(rows, Long.MAX_VALUE >> 8) * USUAL_ROW_BYTES;
    return metrics.isEmpty() ? null : new MeasuredRun(input, metrics);
  }

  @Nullable Sample sample(Metric metric, boolean withInput) {
    Double value = metrics.get(metric);
    if (value == null || (withInput && inputBytes == null)) {
      return null;
    }
    return new Sample(withInput ? logInput() : 0, metric.log(value));
  }

  double logInput() {
    return inputBytes == null ? Double.NaN : Math.log(inputBytes + LEAST_INPUT_BYTES);
  }
}
