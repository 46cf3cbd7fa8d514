package io.blinktwice.runtime.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that reads what it is told to, from where it is told to; it connects when there is
 * something to read. On one thread, but for being woken up.
 */
final class ConsumerAtPositions implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(3);

  /** How deep a failure's story is listened to. */
  private static final int CAUSES = 5;

  private final Supplier<Consumer<byte[], byte[]>> connecting;
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  /** What it reads, and what it was last asked about. */
  private Set<TopicPartition> assigned = Set.of();

  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  /** Who is given what it reads. */
  interface Receiver {
    void give(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> found);

    /** Nothing is left before this offset. */
    void reach(TopicPartition partition, long offset);

    /** What comes has lower offsets than what came: the topic was made anew. */
    void fallBack(TopicPartition partition, long offset);

    /** Whether it waits to be told how far everything is read. */
    boolean isWaiting(TopicPartition partition);
  }

  ConsumerAtPositions(Supplier<Consumer<byte[], byte[]>> connecting) {
    this.connecting = connecting;
  }

  Consumer<byte[], byte[]> consumer() {
    Consumer<byte[], byte[]> known = consumer;
    if (known == null) {
      known = connecting.get();
      consumer = known;
    }
    return known;
  }

  boolean isIdle() {
    return positions.isEmpty();
  }

  /** What comes next there; nothing when that partition is not read. */
  @Nullable Long position(TopicPartition partition) {
    return positions.get(partition);
  }

  /** To ask it where these partitions begin and end; Kafka warns of answers about any others. */
  Consumer<byte[], byte[]> about(List<TopicPartition> partitions) {
    Set<TopicPartition> all = new HashSet<>(positions.keySet());
    all.addAll(partitions);
    assign(all);
    return consumer();
  }

  private void assign(Set<TopicPartition> wanted) {
    if (!wanted.equals(assigned)) {
      consumer().assign(wanted);
      assigned = Set.copyOf(wanted);
    }
  }

  /** These partitions and no others, from these offsets on. */
  void read(Map<TopicPartition, Long> wanted) {
    assign(wanted.keySet());
    wanted.forEach(
        (partition, offset) -> {
          if (!offset.equals(positions.get(partition))) {
            consumer().seek(partition, offset);
          }
        });
    positions.clear();
    positions.putAll(wanted);
  }

  /** Nothing is fetched that nobody waits for. */
  void pauseUnless(Map<TopicPartition, Boolean> awaited) {
    if (isIdle()) {
      return;
    }
    Set<TopicPartition> resting = new HashSet<>();
    awaited.forEach(
        (partition, by) -> {
          if (!by) {
            resting.add(partition);
          }
        });
    Set<TopicPartition> paused = Set.copyOf(consumer().paused());
    consumer().pause(resting.stream().filter(partition -> !paused.contains(partition)).toList());
    consumer().resume(paused.stream().filter(partition -> !resting.contains(partition)).toList());
  }

  /** Returns early when it is woken up. */
  void poll(Duration timeout, Receiver receiver) {
    ConsumerRecords<byte[], byte[]> found;
    try {
      found = consumer().poll(timeout);
    } catch (WakeupException e) {
      return;
    }
    for (TopicPartition partition : found.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = found.records(partition);
      long first = records.getFirst().offset();
      arriveBefore(partition, first, receiver);
      receiver.give(partition, records);
      arrive(partition, records.getLast().offset() + 1, receiver);
    }
    // Markers of transactions take offsets, too.
    found.nextOffsets().forEach((at, next) -> arrive(at, next.offset(), receiver));
    if (found.isEmpty()) {
      lookWhere(receiver);
    }
  }

  private void arrive(TopicPartition partition, long offset, Receiver receiver) {
    arriveBefore(partition, offset, receiver);
    if (positions.replace(partition, offset) != null) {
      receiver.reach(partition, offset);
    }
  }

  private void arriveBefore(TopicPartition partition, long offset, Receiver receiver) {
    if (offset < positions.getOrDefault(partition, 0L)) {
      positions.put(partition, offset);
      receiver.fallBack(partition, offset);
    }
  }

  /** Where all that was left has been deleted, no record says how far it is. */
  private void lookWhere(Receiver receiver) {
    for (TopicPartition partition : Set.copyOf(positions.keySet())) {
      if (receiver.isWaiting(partition)) {
        try {
          arrive(partition, consumer().position(partition, ANSWER), receiver);
        } catch (TimeoutException | WakeupException e) {
          return; // It is looked for again, after what it was woken up for.
        }
      }
    }
  }

  /** The topics that a failed poll speaks of; all of them when it names none. */
  Set<String> concernedBy(RuntimeException failure) {
    if (failure instanceof TopicAuthorizationException forbidden) {
      return forbidden.unauthorizedTopics();
    }
    Set<String> named =
        topicsOf(
            positions.keySet().stream().filter(partition -> names(failure, partition)).toList());
    return named.isEmpty() ? topicsOf(positions.keySet()) : named;
  }

  /** Whether it speaks of this partition: of number 1, not of number 12. */
  private static boolean names(Throwable failure, TopicPartition partition) {
    Pattern word = Pattern.compile("(?<!\\S)" + Pattern.quote(partition.toString()) + "(?!\\d)");
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(CAUSES)
        .anyMatch(one -> word.matcher(String.valueOf(one.getMessage())).find());
  }

  private static Set<String> topicsOf(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  /** A poll that is under way, or else the next one, returns. */
  void wakeUp() {
    Consumer<byte[], byte[]> known = consumer;
    if (known != null) {
      known.wakeup();
    }
  }

  /** Without a goodbye to the broker: it would answer only after a fetch that waits for news. */
  @Override
  public void close() {
    Consumer<byte[], byte[]> known = consumer;
    if (known != null) {
      known.close(CloseOptions.timeout(Duration.ZERO));
    }
  }
}
