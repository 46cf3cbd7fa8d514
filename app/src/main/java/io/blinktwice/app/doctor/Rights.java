package io.blinktwice.app.doctor;

import io.blinktwice.app.doctor.Cluster.Right;
import io.blinktwice.app.server.Role;
import io.blinktwice.runtime.kafka.ConnectionTrouble;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Tries what our roles will do, in ways that leave nothing behind but an empty transactional id.
 */
final class Rights {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final TopicDescription NOT_DESCRIBED = new TopicDescription("", false, List.of());
  private static final Set<AclOperation> NEEDED =
      EnumSet.of(AclOperation.DESCRIBE, AclOperation.READ, AclOperation.WRITE);

  private final Admin admin;
  private final KafkaConnection connection;

  Rights(Admin admin, KafkaConnection connection) {
    this.admin = admin;
    this.connection = connection;
  }

  List<Right> all() throws InterruptedException {
    List<Right> rights = new ArrayList<>();
    rights.add(topics());
    rights.add(
        new Right(
            "create topics %s.*, of which streams have some of their own"
                .formatted(connection.topicPrefix()),
            creation()));
    for (Role role : Role.values()) {
      // The gateway has no stream.
      if (role != Role.ROUTER) {
        rights.add(new Right("read as group " + applicationId(role), group(applicationId(role))));
      }
    }
    for (String group : List.of("letters.reader", "webhook.receiver")) {
      String name = connection.topicPrefix() + "." + group;
      rights.add(new Right("read as group " + name, group(name)));
    }
    rights.add(
        new Right(
            "write in transactions %s.*, idempotently".formatted(connection.topicPrefix()),
            transactions()));
    return rights;
  }

  private String applicationId(Role role) {
    return connection.topicPrefix() + "." + role.word();
  }

  /** Of a topic that is not there nobody can say; that it is missing is a finding of its own. */
  private Right topics() throws InterruptedException {
    Set<String> lacking = new TreeSet<>();
    int absent = 0;
    for (Topic<?> topic : Topics.ALL) {
      String name = connection.nameOf(topic);
      try {
        missing(name).forEach(operation -> lacking.add(operation + " of " + name));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          absent++;
        } else {
          lacking.add("DESCRIBE of %s (%s)".formatted(name, ConnectionTrouble.of(e).sentence()));
        }
      }
    }
    return new Right(
        absent == 0
            ? "read and write our topics"
            : "read and write our topics (but for %d of %d, which are not there yet)"
                .formatted(absent, Topics.ALL.size()),
        lacking.isEmpty()
            ? Optional.empty()
            : Optional.of("missing: " + String.join(", ", lacking)));
  }

  private Set<AclOperation> missing(String topic) throws ExecutionException, InterruptedException {
    TopicDescription found =
        admin
            .describeTopics(
                TopicCollection.ofTopicNames(List.of(topic)),
                new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .allTopicNames()
            .get()
            .getOrDefault(topic, NOT_DESCRIBED);
    EnumSet<AclOperation> missing = EnumSet.copyOf(NEEDED);
    Collection<AclOperation> allowed = found.authorizedOperations();
    missing.removeAll(allowed == null ? NEEDED : allowed);
    return missing;
  }

  private Optional<String> creation() throws InterruptedException {
    NewTopic probe = new NewTopic(connection.topicPrefix() + ".doctor-changelog", 1, (short) 1);
    return forbidden(
        admin.createTopics(List.of(probe), new CreateTopicsOptions().validateOnly(true)).all());
  }

  /** Who may send a member away that is not there may also join: both are READ of the group. */
  private Optional<String> group(String group) throws InterruptedException {
    return forbidden(
        admin
            .removeMembersFromConsumerGroup(
                group,
                new RemoveMembersFromConsumerGroupOptions(
                    List.of(new MemberToRemove("doctor-is-no-member"))))
            .all());
  }

  private static Optional<String> forbidden(KafkaFuture<?> future) throws InterruptedException {
    try {
      future.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return forbidden(e);
    }
  }

  private Optional<String> transactions() {
    Properties properties = connection.producerProperties();
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, connection.topicPrefix() + ".doctor");
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      return Optional.empty();
    } catch (KafkaException e) {
      return Optional.of(ConnectionTrouble.of(e).sentence());
    }
  }

  /** Any other refusal is no matter of rights. */
  private static Optional<String> forbidden(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && cause.getCause() != cause) {
      if (cause instanceof AuthorizationException) {
        return Optional.of(ConnectionTrouble.of(cause).sentence());
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
