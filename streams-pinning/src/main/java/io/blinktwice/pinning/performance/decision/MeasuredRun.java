package io.blinktwice.pinning.performance.decision;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one clean run of a workload took.
 *
 * @param inputBytes that it read from its sources; null when nobody knows
 * @param metrics only those that may be compared with other versions'
 */
public record MeasuredRun(@Nullable Long inputBytes, Map<Metric, Double> metrics) {
  private static final double LEAST_INPUT_BYTES = 1 << 20;

  public MeasuredRun {
    metrics = Map.copyOf(metrics);
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
