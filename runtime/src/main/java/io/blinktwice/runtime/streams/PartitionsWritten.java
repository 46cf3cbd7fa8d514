package io.blinktwice.runtime.streams;

import static io.blinktwice.runtime.streams.HangingTransactions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * Where the transactions of a role write: its group's offsets, the changelogs of its stores, the
 * topics that it feeds.
 *
 * @param open transactions there, and when each last wrote
 * @param hidden topics that we have no right to look into
 */
record PartitionsWritten(Map<OpenTransaction, Instant> open, Set<String> hidden) {
  private static final String REPARTITION = "-repartition";

  /** The names of all but the offsets' topic. */
  static Set<String> topicsOf(Topology topology, String applicationId) {
    Set<String> topics = new TreeSet<>();
    for (TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
      for (TopologyDescription.Node node : part.nodes()) {
        if (node instanceof TopologyDescription.Processor processor) {
          processor
              .stores()
              .forEach(store -> topics.add(applicationId + "-" + store + "-changelog"));
        }
        if (node instanceof TopologyDescription.Sink sink && sink.topic() != null) {
          topics.add(named(sink.topic(), applicationId));
        }
      }
    }
    return topics;
  }

  /** Topics between two parts of a topology are described without what precedes their names. */
  private static String named(String sink, String applicationId) {
    return sink.endsWith(REPARTITION) ? applicationId + "-" + sink : sink;
  }

  static PartitionsWritten of(Admin admin, String group, Set<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> hidden = new TreeSet<>();
    List<String> names =
        Stream.concat(Stream.of(Topic.GROUP_METADATA_TOPIC_NAME), topics.stream()).toList();
    var described = admin.describeTopics(names).topicNameValues();
    List<TopicPartition> partitions = new ArrayList<>();
    for (String name : names) {
      try {
        partitions.addAll(partitions(within(Objects.requireNonNull(described.get(name))), group));
      } catch (ExecutionException e) {
        whereHidden(e, name, hidden);
      }
    }
    return new PartitionsWritten(open(admin, partitions, hidden), hidden);
  }

  /** Of the offsets' topic only the one that the group has; as Kafka itself finds it. */
  private static List<TopicPartition> partitions(TopicDescription topic, String group) {
    if (topic.name().equals(Topic.GROUP_METADATA_TOPIC_NAME)) {
      int own = Utils.abs(group.hashCode()) % topic.partitions().size();
      return List.of(new TopicPartition(topic.name(), own));
    }
    return topic.partitions().stream()
        .map(TopicPartitionInfo::partition)
        .map(number -> new TopicPartition(topic.name(), number))
        .toList();
  }

  private static Map<OpenTransaction, Instant> open(
      Admin admin, List<TopicPartition> partitions, Set<String> hidden)
      throws InterruptedException, ExecutionException, TimeoutException {
    var producers = admin.describeProducers(partitions);
    Map<OpenTransaction, Instant> open = new HashMap<>();
    for (TopicPartition partition : partitions) {
      try {
        PartitionProducerState found = within(producers.partitionResult(partition));
        for (ProducerState state : found.activeProducers()) {
          OpenTransaction.of(partition, state)
              .ifPresent(each -> open.put(each, Instant.ofEpochMilli(state.lastTimestamp())));
        }
      } catch (ExecutionException e) {
        whereHidden(e, partition.topic(), hidden);
      }
    }
    return open;
  }

  /** What is not there yet holds nothing open. */
  private static void whereHidden(ExecutionException failure, String topic, Set<String> hidden)
      throws ExecutionException {
    if (failure.getCause() instanceof AuthorizationException) {
      hidden.add(topic);
    } else if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
      throw failure;
    }
  }
}
