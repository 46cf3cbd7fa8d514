package io.blinktwice.runtime.kafka;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.record.TimestampType;

/**
 * Makes the topics of the catalogue where they are missing, raises the size limit where it is too
 * low for their records, and refuses a wrong partitioning.
 */
public final class TopicSetup {
  /**
   * A record's time is the broker's: a producer whose clock is years off could otherwise have its
   * records deleted at once or kept for ever, and move every timer.
   */
  private static final String BROKERS_TIME = TimestampType.LOG_APPEND_TIME.name;

  private TopicSetup() {}

  /** A topic has other partitions than the installation is configured for. */
  public static final class WrongPartitions extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongPartitions(String message) {
      super(message);
    }
  }

  public static void ensure(KafkaConnection connection, int workloadPartitions, short replication) {
    try (Admin admin = Admin.create(connection.properties())) {
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      List<String> existing = new ArrayList<>();
      for (Topic<?> topic : Topics.ALL) {
        if (present.contains(connection.nameOf(topic))) {
          existing.add(connection.nameOf(topic));
        } else {
          missing.add(described(connection, topic, workloadPartitions, replication));
        }
      }
      create(admin, missing);
      check(admin.describeTopics(existing).allTopicNames().get(), connection, workloadPartitions);
      raiseLimits(admin, connection, existing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while setting up topics", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics cannot be set up", e.getCause());
    }
  }

  private static void create(Admin admin, List<NewTopic> missing)
      throws InterruptedException, ExecutionException {
    try {
      admin.createTopics(missing).all().get();
    } catch (ExecutionException e) {
      // Another instance that started at the same moment made it: that is what we wanted.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static void check(
      Map<String, TopicDescription> existing, KafkaConnection connection, int workloadPartitions) {
    for (Topic<?> topic : Topics.ALL) {
      TopicDescription found = existing.get(connection.nameOf(topic));
      int wanted = partitions(topic, workloadPartitions);
      if (found != null && found.partitions().size() != wanted) {
        throw new WrongPartitions(
            "topic %s has %d partitions, %d are configured; a workload's records would no longer be in one place"
                .formatted(found.name(), found.partitions().size(), wanted));
      }
    }
  }

  /** Topics made by a person or an earlier version: what does not fit would end its reader. */
  private static void raiseLimits(Admin admin, KafkaConnection connection, List<String> existing)
      throws InterruptedException, ExecutionException {
    Map<ConfigResource, Config> settings =
        admin
            .describeConfigs(
                existing.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList())
            .all()
            .get();
    admin.incrementalAlterConfigs(tooLow(settings, connection)).all().get();
  }

  static Map<ConfigResource, Collection<AlterConfigOp>> tooLow(
      Map<ConfigResource, Config> settings, KafkaConnection connection) {
    Map<ConfigResource, Collection<AlterConfigOp>> raised = new HashMap<>();
    for (Topic<?> topic : Topics.ALL) {
      ConfigResource resource =
          new ConfigResource(ConfigResource.Type.TOPIC, connection.nameOf(topic));
      Config found = settings.get(resource);
      ConfigEntry limit = found == null ? null : found.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      if (limit != null && Long.parseLong(limit.value()) < topic.maxBytes()) {
        ConfigEntry wanted = new ConfigEntry(limit.name(), String.valueOf(topic.maxBytes()));
        raised.put(resource, List.of(new AlterConfigOp(wanted, AlterConfigOp.OpType.SET)));
      }
    }
    return raised;
  }

  static NewTopic described(
      KafkaConnection connection, Topic<?> topic, int workloadPartitions, short replication) {
    Map<String, String> settings = new HashMap<>(topic.settings());
    settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, BROKERS_TIME);
    return new NewTopic(
            connection.nameOf(topic), partitions(topic, workloadPartitions), replication)
        .configs(settings);
  }

  private static int partitions(Topic<?> topic, int workloadPartitions) {
    return topic.spread().partitions(workloadPartitions);
  }
}
