package io.blinktwice.pinning.api;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.pinning.PinningRole;
import io.blinktwice.pinning.topology.PinningTopology;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Orders about pins that are written and that the topology has not read yet, whichever instance
 * took them: the state of a pin does not show them, nor does the memory of an instance that has
 * just become its owner.
 */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class UnreadOrders implements AutoCloseable {
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(50);

  private final PinningRole role;
  private final KafkaConnection connection;
  private final Deserializer<PinCommand> commands;
  private @Nullable Admin admin;
  private @Nullable KafkaConsumer<String, byte[]> consumer;

  UnreadOrders(PinningRole role, KafkaConnection connection) {
    this.role = role;
    this.connection = connection;
    this.commands = connection.serdeOf(Topics.PIN_COMMANDS).deserializer();
  }

  /** Asked before the state is looked at: if there are none, it shows every order before this. */
  synchronized boolean areThereFor(Fingerprint workload) {
    TopicPartition partition = partitionOf(workload);
    try {
      return isBetween(positionOf(partition), partition, workload);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw unknown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown();
    }
  }

  /** All that concerns a workload is in partitions of one number. */
  private TopicPartition partitionOf(Fingerprint workload) {
    int partition =
        role.streams()
            .streams()
            .queryMetadataForKey(PinningTopology.STORE, workload.value(), new StringSerializer())
            .partition();
    return new TopicPartition(connection.nameOf(Topics.PIN_COMMANDS), partition);
  }

  private long positionOf(TopicPartition partition)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> read =
        admin()
            .listConsumerGroupOffsets(role.streams().settings().applicationId())
            .partitionsToOffsetAndMetadata()
            .get(KNOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    OffsetAndMetadata position = read.get(partition);
    return position == null ? 0 : position.offset();
  }

  private boolean isBetween(long position, TopicPartition partition, Fingerprint workload)
      throws TimeoutException {
    KafkaConsumer<String, byte[]> reading = consumer();
    reading.assign(List.of(partition));
    reading.seek(partition, position);
    long end =
        reading.endOffsets(List.of(partition), KNOWN_WITHIN).getOrDefault(partition, position);
    long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
    while (reading.position(partition, KNOWN_WITHIN) < end) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("orders could not be read");
      }
      for (ConsumerRecord<String, byte[]> written : reading.poll(POLL)) {
        if (workload.value().equals(written.key()) && isOrder(written)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What alarms write is none: it changes nothing that a person looked at. */
  private boolean isOrder(ConsumerRecord<String, byte[]> written) {
    PinCommand command = commands.deserialize(written.topic(), written.value());
    return command != null && command.getKind() != PinCommandKind.REVIEW;
  }

  private Admin admin() {
    Admin known = admin;
    if (known == null) {
      known = Admin.create(connection.properties());
      admin = known;
    }
    return known;
  }

  private KafkaConsumer<String, byte[]> consumer() {
    KafkaConsumer<String, byte[]> known = consumer;
    if (known == null) {
      Properties reading = connection.properties();
      reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
      known = new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
      consumer = known;
    }
    return known;
  }

  private static ProblemException unknown() {
    return ProblemException.unavailable(
        "whether another change of this pin is under way cannot be told now; ask again",
        Duration.ofSeconds(1));
  }

  @Override
  @PreDestroy
  public synchronized void close() {
    if (admin != null) {
      admin.close(KNOWN_WITHIN);
    }
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
    commands.close();
  }
}
