package io.blinktwice.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which bad records have been set aside: views read from the beginning at each start, and none of
 * them is to be set aside anew.
 *
 * <p>Kept by the brokers as the offsets of a group that nobody joins. Each bad record is named, in
 * the offset's metadata: views begin at different places, so that a later one may be done before an
 * earlier one was ever read. Of the last {@value #NAMED} of a partition that is exact; what is
 * before those counts as done.
 */
final class LetterMarks {
  static final int NAMED = 200;

  private static final int RADIX = 36;
  private static final String BETWEEN = " ";

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Mark> known = new HashMap<>();

  LetterMarks(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  static String group(KafkaConnection connection, String reader) {
    return connection.topicPrefix() + ".letters." + reader;
  }

  /**
   * @param before everything before it is done
   * @param after what is done beyond that
   */
  private record Mark(long before, TreeSet<Long> after) {
    static final Mark NONE = new Mark(0, new TreeSet<>());

    static Mark of(OffsetAndMetadata kept) {
      return new Mark(
          kept.offset(),
          Stream.of(kept.metadata().split(BETWEEN))
              .filter(offset -> !offset.isEmpty())
              .map(offset -> Long.parseLong(offset, RADIX))
              .collect(Collectors.toCollection(TreeSet::new)));
    }

    boolean holds(long offset) {
      return offset < before || after.contains(offset);
    }

    /** It speaks of a topic of this name that was deleted. */
    boolean isBeyond(long end) {
      return before > end || (!after.isEmpty() && after.last() >= end);
    }

    Mark with(long offset) {
      TreeSet<Long> named = new TreeSet<>(after);
      named.add(offset);
      long floor = before;
      while (named.size() > NAMED) {
        floor = named.removeFirst() + 1;
      }
      return new Mark(floor, named);
    }

    OffsetAndMetadata kept() {
      return new OffsetAndMetadata(
          before,
          after.stream()
              .map(offset -> Long.toString(offset, RADIX))
              .collect(Collectors.joining(BETWEEN)));
    }
  }

  /** The brokers are asked only about what is not known to be done. */
  boolean isDone(TopicPartition partition, long offset) {
    if (known.getOrDefault(partition, Mark.NONE).holds(offset)) {
      return true;
    }
    Mark read = read(partition);
    known.put(partition, read);
    return read.holds(offset);
  }

  private Mark read(TopicPartition partition) {
    OffsetAndMetadata kept = consumer.committed(Set.of(partition)).get(partition);
    if (kept == null) {
      return Mark.NONE;
    }
    Mark mark = Mark.of(kept);
    long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    return mark.isBeyond(end) ? Mark.NONE : mark;
  }

  void done(TopicPartition partition, long offset) {
    Mark mark = known.getOrDefault(partition, Mark.NONE).with(offset);
    consumer.commitSync(Map.of(partition, mark.kept()));
    known.put(partition, mark);
  }
}
