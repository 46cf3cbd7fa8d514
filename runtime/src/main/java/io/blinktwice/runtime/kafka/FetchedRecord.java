package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.kafka.TopicView.Record;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was fetched, for all views that are told of it: whoever comes to it first decodes
 * it, or sets it aside, for all. A failure to do so settles nothing: the next one tries again.
 */
final class FetchedRecord<V extends SpecificRecord> {
  private final ConsumerRecord<byte[], byte[]> found;
  private final TopicReading<V> reading;
  private @Nullable Record<V> readable;
  private boolean settled;

  FetchedRecord(ConsumerRecord<byte[], byte[]> found, TopicReading<V> reading) {
    this.found = found;
    this.reading = reading;
  }

  /** Nothing, when it had to be set aside. */
  Optional<Record<V>> read() {
    return reading.alone(
        () -> {
          if (!settled) {
            readable = reading.readable(found);
            settled = true;
          }
          return Optional.ofNullable(readable);
        });
  }

  String where() {
    return found.topic() + "-" + found.partition() + "@" + found.offset();
  }

  int bytes() {
    return Math.max(0, found.serializedKeySize()) + Math.max(0, found.serializedValueSize());
  }
}
