package io.blinktwice.app.letters;

import io.blinktwice.events.DeadLetter;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The dead letters of an installation, read from their topic from its beginning to its end. */
public final class LetterBox implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deserializer<DeadLetter> letters;

  public LetterBox(KafkaConnection connection) {
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    topic = connection.nameOf(Topics.DEAD_LETTERS);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    letters = connection.serdeOf(Topics.DEAD_LETTERS).deserializer();
  }

  /**
   * One page of what was found.
   *
   * @param matching how many there are on all pages
   */
  public record Page(List<LetterSummary> letters, long matching) {}

  /** Holds no more in memory than the pages up to this one, without the letters' bytes. */
  public Page list(LetterFilter filter, int page, int size) {
    int kept = Math.multiplyExact(page, size);
    PriorityQueue<LetterSummary> newest =
        new PriorityQueue<>(LetterSummary.NEWEST_FIRST.reversed());
    long[] matching = {0};
    read(
        filter,
        letter -> {
          matching[0]++;
          newest.add(LetterSummary.of(letter));
          if (newest.size() > kept) {
            newest.remove();
          }
          return true;
        });
    List<LetterSummary> sorted =
        newest.stream().sorted(LetterSummary.NEWEST_FIRST).skip((long) (page - 1) * size).toList();
    return new Page(sorted, matching[0]);
  }

  /** The first letter with this id; who else set the same record aside wrote the same bytes. */
  public Optional<DeadLetter> find(String id) {
    List<DeadLetter> found = new ArrayList<>();
    read(
        LetterFilter.ALL,
        letter -> {
          if (LetterSummary.idOf(letter).equals(id)) {
            found.add(letter);
          }
          return found.isEmpty();
        });
    return found.stream().findFirst();
  }

  /** Until there are no more, or nobody wants more. */
  private void read(LetterFilter filter, Predicate<DeadLetter> wantsMore) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(found -> new TopicPartition(found.topic(), found.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    seek(partitions, filter, ends);
    while (partitions.stream()
        .anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        DeadLetter letter = readable(record);
        if (letter != null && filter.takes(letter) && !wantsMore.test(letter)) {
          return;
        }
      }
    }
  }

  private void seek(
      List<TopicPartition> partitions, LetterFilter filter, Map<TopicPartition, Long> ends) {
    consumer.seekToBeginning(partitions);
    if (filter.since().isPresent()) {
      Map<TopicPartition, Long> wanted = new HashMap<>();
      partitions.forEach(one -> wanted.put(one, filter.since().get().toEpochMilli()));
      Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
      for (TopicPartition one : partitions) {
        OffsetAndTimestamp first = found.get(one);
        consumer.seek(one, first == null ? ends.getOrDefault(one, 0L) : first.offset());
      }
    }
  }

  /** What somebody else wrote there is no letter. */
  private @Nullable DeadLetter readable(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : letters.deserialize(topic, record.value());
    } catch (SerializationException e) {
      return null;
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
    letters.close();
  }
}
