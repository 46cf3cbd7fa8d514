package io.blinktwice.autoscaler.topology;

import org.apache.kafka.streams.processor.api.ProcessingContext;

/** Names the record at hand, so that a decision can say what it was made from. */
final class Coordinates {
  private Coordinates() {}

  /** {@code topic-partition@offset}. */
  static String of(ProcessingContext context) {
    return context
        .recordMetadata()
        .map(at -> at.topic() + "-" + at.partition() + "@" + at.offset())
        .orElseThrow(() -> new IllegalStateException("no record is being processed"));
  }
}
