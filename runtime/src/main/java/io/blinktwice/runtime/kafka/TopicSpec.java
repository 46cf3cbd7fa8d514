package io.blinktwice.runtime.kafka;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How a topic of the catalogue is to be on one cluster.
 *
 * @param name with the installation's prefix
 * @param byWorkload whether its partitions are the installation's choice
 */
public record TopicSpec(
    String name,
    int partitions,
    short replication,
    boolean byWorkload,
    Map<String, String> settings) {
  /** From so many copies on, one may be away and what was acknowledged is still there twice. */
  private static final short SAFE_REPLICATION = 3;

  /**
   * What an installation chooses for all topics.
   *
   * @param workloadPartitions of every topic that is keyed by workload; fixed for good
   * @param replication copies of each
   */
  public record Choice(int workloadPartitions, short replication) {
    public Choice {
      if (workloadPartitions < 1 || replication < 1) {
        throw new IllegalArgumentException(
            "blinktwice.workload-partitions is %d and blinktwice.replication %d; both are at least 1"
                .formatted(workloadPartitions, replication));
      }
    }
  }

  public TopicSpec {
    settings = Map.copyOf(settings);
  }

  /** All topics of the catalogue. */
  public static List<TopicSpec> all(KafkaConnection connection, Choice choice) {
    return Topics.ALL.stream().map(topic -> of(connection, topic, choice)).toList();
  }

  static TopicSpec of(KafkaConnection connection, Topic<?> topic, Choice choice) {
    Map<String, String> settings = new TreeMap<>(topic.settings());
    if (choice.replication() >= SAFE_REPLICATION) {
      settings.put(
          TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(choice.replication() - 1));
    }
    int partitions = topic.spread().partitions(choice.workloadPartitions());
    boolean byWorkload = topic.spread() != Topic.Spread.TOTAL_ORDER;
    return new TopicSpec(
        connection.nameOf(topic), partitions, choice.replication(), byWorkload, settings);
  }

  NewTopic asNew() {
    return new NewTopic(name, partitions, replication).configs(settings);
  }
}
