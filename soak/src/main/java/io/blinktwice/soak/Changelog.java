package io.blinktwice.soak;

import io.blinktwice.runtime.kafka.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A store's changelog, as far as it is committed. */
final class Changelog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;

  Changelog(KafkaConnection connection, String application, String store) {
    topic = application + "-" + store + "-changelog";
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Where each partition ends now. */
  Map<TopicPartition, Long> ends() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < SoakPlan.PARTITIONS; partition++) {
      partitions.add(new TopicPartition(topic, partition));
    }
    return consumer.endOffsets(partitions);
  }

  /**
   * What was committed up to a position.
   *
   * @param newest the newest value of each key
   * @param last the position of the last record, -1 where there is none
   */
  record Committed(Map<Bytes, Bytes> newest, long last) {}

  /** All that is committed in a partition. */
  Committed committed(int partition) {
    TopicPartition all = new TopicPartition(topic, partition);
    return committed(all, consumer.endOffsets(List.of(all)));
  }

  /** The same as it was when the record of that position was the last one. */
  Committed committed(int partition, long last) {
    TopicPartition all = new TopicPartition(topic, partition);
    return committed(all, Map.of(all, last + 1));
  }

  private Committed committed(TopicPartition all, Map<TopicPartition, Long> to) {
    Map<Bytes, Bytes> newest = new HashMap<>();
    long[] last = {-1};
    read(
        Map.of(all, 0L),
        to,
        found -> {
          last[0] = found.offset();
          if (found.value() == null) {
            newest.remove(Bytes.of(found.key()));
          } else {
            newest.put(Bytes.of(found.key()), Bytes.of(found.value()));
          }
        });
    return new Committed(newest, last[0]);
  }

  /** Under which name a store on disk keeps how far it is. */
  String nameOf(int partition) {
    return new TopicPartition(topic, partition).toString();
  }

  /** How many records between two positions start with which byte: the format of each. */
  Map<Integer, Long> formats(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
    Map<Integer, Long> formats = new HashMap<>();
    read(
        from,
        to,
        found -> {
          if (found.value() != null && found.value().length > 0) {
            formats.merge((int) found.value()[0], 1L, Long::sum);
          }
        });
    return formats;
  }

  private void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> to,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    consumer.assign(from.keySet());
    from.forEach(consumer::seek);
    while (from.keySet().stream().anyMatch(partition -> isBefore(partition, to))) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        if (found.offset() < to.getOrDefault(coordinates(found), 0L)) {
          each.accept(found);
        }
      }
    }
  }

  private boolean isBefore(TopicPartition partition, Map<TopicPartition, Long> to) {
    return consumer.position(partition) < to.getOrDefault(partition, 0L);
  }

  private static TopicPartition coordinates(ConsumerRecord<?, ?> found) {
    return new TopicPartition(found.topic(), found.partition());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
