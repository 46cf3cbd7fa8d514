package io.blinktwice.runtime.serde;

import io.blinktwice.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * How values of a topic become bytes: over a registry in production, without one in driver tests.
 */
@FunctionalInterface
public interface TopicSerdes {
  <V extends SpecificRecord> Serde<V> of(Topic<V> topic);
}
