package io.blinktwice.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to where a view's bad records have been set aside: it reads from the beginning at each start,
 * and none of them is to be set aside anew.
 *
 * <p>Kept by the brokers as the offsets of a group that nobody joins, one for each reader. Used by
 * the view's own thread only.
 */
final class LetterMarks {
  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> known = new HashMap<>();

  LetterMarks(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  static String group(KafkaConnection connection, String reader) {
    return connection.topicPrefix() + ".letters." + reader;
  }

  /** The brokers are asked only about what is not known to be done: a restart asks once. */
  boolean isDone(TopicPartition partition, long offset) {
    if (offset < known.getOrDefault(partition, 0L)) {
      return true;
    }
    known.put(partition, read(partition));
    return offset < known.getOrDefault(partition, 0L);
  }

  /** A mark beyond the end speaks of a topic of this name that was deleted. */
  private long read(TopicPartition partition) {
    OffsetAndMetadata kept = consumer.committed(Set.of(partition)).get(partition);
    long mark = kept == null ? 0 : kept.offset();
    long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    return mark > end ? 0 : mark;
  }

  void done(TopicPartition partition, long offset) {
    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset + 1)));
    known.put(partition, offset + 1);
  }
}
