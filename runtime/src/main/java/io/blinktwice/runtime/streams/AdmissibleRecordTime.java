package io.blinktwice.runtime.streams;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record as the broker has it; a record without one takes place at the time of its
 * partition.
 *
 * <p>Our topics carry the broker's time, so no producer's clock gets here. On a topic that somebody
 * made otherwise, a negative time would end the thread for good or lose the record silently,
 * depending on which of Kafka's own extractors is used.
 */
public final class AdmissibleRecordTime implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> found, long partitionTime) {
    return found.timestamp() >= 0 ? found.timestamp() : Math.max(0, partitionTime);
  }
}
