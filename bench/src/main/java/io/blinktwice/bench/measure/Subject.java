package io.blinktwice.bench.measure;

import java.util.Map;

/** One of the things that a benchmark compares. */
public interface Subject {
  String name();

  /** Works until it is as fast as it gets; what it measures meanwhile is thrown away. */
  void warmUp() throws Exception;

  /** One block of work, of the same length each time. */
  Map<Metric, Double> block() throws Exception;
}
