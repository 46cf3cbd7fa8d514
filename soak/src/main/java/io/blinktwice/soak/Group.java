package io.blinktwice.soak;

import io.blinktwice.runtime.kafka.KafkaConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The consumer group of a stream role, as the brokers see it. */
public final class Group implements AutoCloseable {
  private static final int REQUEST_MILLIS = 5_000;

  private final String name;
  private final Admin admin;

  public Group(KafkaConnection connection, String role) {
    this.name = connection.topicPrefix() + "." + role;
    var properties = connection.properties();
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    this.admin = Admin.create(properties);
  }

  String name() {
    return name;
  }

  /** Whether it has settled with so many members; false while nobody can tell. */
  boolean isSettledWith(int members) throws InterruptedException {
    return described()
        .map(group -> group.groupState() == GroupState.STABLE && group.members().size() == members)
        .orElse(false);
  }

  /** Instances that work on a partition, not only stand by; by their names in the group. */
  List<String> working() throws InterruptedException {
    return described().stream()
        .flatMap(group -> group.members().stream())
        .filter(member -> !member.assignment().topicPartitions().isEmpty())
        .map(member -> member.groupInstanceId().orElse(""))
        .toList();
  }

  /** Whether every record of its topics has been processed and committed. */
  public boolean hasReadAll() throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> read =
          within(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata());
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      read.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
      return within(admin.listOffsets(wanted).all()).entrySet().stream()
          .allMatch(end -> isRead(read.get(end.getKey()), end.getValue().offset()));
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static boolean isRead(@Nullable OffsetAndMetadata read, long end) {
    return end == 0 || read != null && read.offset() >= end;
  }

  private static <T> T within(KafkaFuture<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(2L * REQUEST_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Optional<ConsumerGroupDescription> described() throws InterruptedException {
    try {
      return Optional.ofNullable(
          within(admin.describeConsumerGroups(List.of(name)).all()).get(name));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
