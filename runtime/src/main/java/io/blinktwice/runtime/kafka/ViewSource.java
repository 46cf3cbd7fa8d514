package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.kafka.TopicView.Record;
import io.blinktwice.runtime.metrics.ServiceMetrics;
import io.blinktwice.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a view reads with: the topic's committed records, and where unreadable ones go.
 *
 * @param newest about so many records that stood in the topic before, from the end of each
 *     partition
 * @param endsKeys whether a record without a value is the end of its key; where every record is
 *     kept, it is nothing that can be told of
 */
record ViewSource<V extends SpecificRecord>(
    String topic,
    Consumer<byte[], byte[]> consumer,
    Deserializer<V> values,
    Quarantine quarantine,
    LetterMarks marks,
    long newest,
    boolean endsKeys)
    implements AutoCloseable {
  static final long ALL = Long.MAX_VALUE;

  static <V extends SpecificRecord> ViewSource<V> of(
      KafkaConnection connection, Topic<V> topic, String reader, long newest) {
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, LetterMarks.group(connection, reader));
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    return new ViewSource<>(
        connection.nameOf(topic),
        consumer,
        connection.serdeOf(topic).deserializer(),
        Quarantine.on(connection, reader),
        new LetterMarks(consumer),
        newest,
        topic.endsKeys());
  }

  /** Goes to where every partition is to be read from; says where each ends now. */
  Map<TopicPartition, Long> start() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream().map(ViewSource::coordinates).toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException("the topic " + topic + " is not there yet");
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    if (newest == ALL) {
      consumer.seekToBeginning(partitions);
    } else {
      long ofEach = newest / partitions.size();
      consumer
          .beginningOffsets(partitions)
          .forEach(
              (partition, first) ->
                  consumer.seek(
                      partition, Math.max(first, ends.getOrDefault(partition, first) - ofEach)));
    }
    return ends;
  }

  private static TopicPartition coordinates(PartitionInfo partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }

  /** Nothing, when it had to be set aside. */
  @Nullable Record<V> readable(ConsumerRecord<byte[], byte[]> found) {
    if (found.key() == null) {
      setAside(found, "the record has no key");
      return null;
    }
    if (found.value() == null && !endsKeys) {
      setAside(found, "the record has no value, on a topic where no key ends");
      return null;
    }
    try {
      V value = values.deserialize(found.topic(), found.value());
      return new Record<>(
          new String(found.key(), StandardCharsets.UTF_8),
          value,
          found.offset(),
          found.partition(),
          Instant.ofEpochMilli(found.timestamp()));
    } catch (SerializationException e) {
      setAside(found, DeadLetters.reasonOf(e));
      return null;
    }
  }

  /** Once: not again at the next start, nor by another instance of the same reader. */
  private void setAside(ConsumerRecord<byte[], byte[]> found, String reason) {
    TopicPartition partition = new TopicPartition(found.topic(), found.partition());
    if (!marks.isDone(partition, found.offset())) {
      quarantine.setAside(found, reason, ServiceMetrics.Fault.UNREADABLE);
      marks.done(partition, found.offset());
    }
  }

  /**
   * Without a goodbye to the broker: it would answer that only after a fetch that waits there for
   * news, half a second, and a process has some thirty views.
   */
  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
    quarantine.close();
  }
}
