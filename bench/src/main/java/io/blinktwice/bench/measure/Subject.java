package io.blinktwice.bench.measure;

import java.util.Map;
import java.util.Optional;

/** One of the things that a benchmark compares. */
public interface Subject {
  String name();

  /** What has to be done before its first block. */
  void warmUp() throws Exception;

  /**
   * How fast it is, by one of its blocks: after the warm-up, blocks are thrown away until this has
   * stopped to rise. Without one, the warm-up itself sees to that.
   */
  default Optional<Metric> pace() {
    return Optional.empty();
  }

  /** One block of work, of the same length each time. */
  Map<Metric, Double> block() throws Exception;
}
