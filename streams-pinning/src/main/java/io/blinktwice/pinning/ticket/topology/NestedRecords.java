package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.schemas.Topic;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;

/** Records of topics inside of messages between tickets: framed as in their own topics. */
record NestedRecords(TopicSerdes serdes, String prefix) {

  <V extends SpecificRecord> ByteBuffer bytes(Topic<V> topic, V value) {
    return ByteBuffer.wrap(serdes.of(topic).serializer().serialize(topic.on(prefix), value));
  }

  <V extends SpecificRecord> V value(Topic<V> topic, byte[] bytes) {
    return serdes.of(topic).deserializer().deserialize(topic.on(prefix), bytes);
  }
}
