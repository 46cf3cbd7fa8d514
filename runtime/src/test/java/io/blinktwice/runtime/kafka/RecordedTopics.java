package io.blinktwice.runtime.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Brokers with topics of one partition, for any number of consumers; records who fetched what. */
final class RecordedTopics {
  private static final int MOST_OF_A_POLL = 500;
  private static final Duration NEWS_AFTER = Duration.ofMillis(1);

  private final Map<TopicPartition, TreeMap<Long, ConsumerRecord<byte[], byte[]>>> logs =
      new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> committed = new ConcurrentHashMap<>();
  private volatile String failing = "";
  private final AtomicReference<KafkaException> failure = new AtomicReference<>();
  private final List<FromLogs> consumers = new CopyOnWriteArrayList<>();
  final List<String> fetched = new CopyOnWriteArrayList<>();

  /** The topic is there and ends at this offset, whatever it holds as yet. */
  synchronized void make(String topic, long end) {
    TopicPartition partition = new TopicPartition(topic, 0);
    logs.putIfAbsent(partition, new TreeMap<>());
    ends.merge(partition, end, Math::max);
  }

  synchronized void add(ConsumerRecord<byte[], byte[]> record) {
    make(record.topic(), record.offset() + 1);
    logs.computeIfAbsent(new TopicPartition(record.topic(), 0), made -> new TreeMap<>())
        .put(record.offset(), record);
  }

  /** Deleted and made anew; whoever reads it is at its beginning again, as after a reset. */
  synchronized void rewind(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    logs.put(partition, new TreeMap<>());
    ends.put(partition, 0L);
    consumers.forEach(consumer -> consumer.rewound.add(partition));
  }

  /** So fails the next poll of whoever reads the topic. */
  void failNextPoll(String topic, KafkaException with) {
    failing = topic;
    failure.set(with);
  }

  boolean hasFailed() {
    return failure.get() == null;
  }

  Consumer<byte[], byte[]> consumer() {
    FromLogs consumer = new FromLogs();
    consumers.add(consumer);
    return consumer;
  }

  boolean allAreClosed() {
    return consumers.stream().allMatch(MockConsumer::closed);
  }

  private synchronized List<ConsumerRecord<byte[], byte[]>> from(TopicPartition at, long offset) {
    return logs.getOrDefault(at, new TreeMap<>()).tailMap(offset).values().stream()
        .limit(MOST_OF_A_POLL)
        .toList();
  }

  private final class FromLogs extends MockConsumer<byte[], byte[]> {
    private final Set<TopicPartition> rewound = ConcurrentHashMap.newKeySet();

    FromLogs() {
      super("earliest");
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (assignment().contains(new TopicPartition(failing, 0))) {
        KafkaException wrong = failure.getAndSet(null);
        if (wrong != null) {
          throw wrong;
        }
      }
      updateBeginningOffsets(offsets(assignment(), 0L));
      for (TopicPartition at : assignment()) {
        if (rewound.remove(at)) {
          seek(at, 0);
        }
        if (!paused().contains(at)) {
          from(at, position(at)).forEach(this::deliver);
        }
      }
      ConsumerRecords<byte[], byte[]> found = super.poll(timeout);
      if (found.isEmpty()) {
        awaitNews();
      }
      return found;
    }

    private void deliver(ConsumerRecord<byte[], byte[]> record) {
      fetched.add(record.topic() + "@" + record.offset());
      addRecord(record);
    }

    private static void awaitNews() {
      try {
        synchronized (NEWS_AFTER) {
          NEWS_AFTER.wait(NEWS_AFTER.toMillis());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration within) {
      Node node = new Node(1, "127.0.0.1", 1);
      return logs.containsKey(new TopicPartition(topic, 0))
          ? List.of(new PartitionInfo(topic, 0, node, new Node[] {node}, new Node[] {node}))
          : List.of();
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
      return partitions.stream()
          .collect(Collectors.toMap(at -> at, at -> ends.getOrDefault(at, 0L)));
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions, Duration within) {
      return endOffsets(partitions);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(
        Collection<TopicPartition> partitions, Duration within) {
      return offsets(partitions, 0L);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
      committed.putAll(offsets);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
      return partitions.stream()
          .filter(committed::containsKey)
          .collect(Collectors.toMap(at -> at, committed::get));
    }

    private static Map<TopicPartition, Long> offsets(
        Collection<TopicPartition> partitions, long offset) {
      return partitions.stream().collect(Collectors.toMap(at -> at, at -> offset));
    }
  }
}
