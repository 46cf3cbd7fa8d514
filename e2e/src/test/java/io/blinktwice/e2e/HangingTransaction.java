package io.blinktwice.e2e;

import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;

/**
 * Offsets of a group that were written in a transaction, which the broker's coordinators then
 * forget: what they keep on disk is put back to how it was before it began, while the broker is
 * dead.
 */
final class HangingTransaction implements AutoCloseable {
  private static final String WRITER = "hanging-writer";
  private static final String OFFSETS = "__consumer_offsets";
  private static final String COORDINATORS = "__transaction_state-";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Admin admin;
  private final TopicPartition offsets;

  private HangingTransaction(Admin admin, TopicPartition offsets) {
    this.admin = admin;
    this.offsets = offsets;
  }

  /**
   * @param root of the installation, whose broker is killed and comes back
   */
  static HangingTransaction leftIn(
      Installation backbone, Path root, String group, TopicPartition read) throws Exception {
    Path log = root.resolve("data/kafka/log");
    Path kept = Files.createDirectories(root.resolve("kept"));
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(writing(backbone));
        KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(reading(backbone, group))) {
      producer.initTransactions();
      copyCoordinators(log, kept);
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(
          Map.of(read, new OffsetAndMetadata(0)), reader.groupMetadata());
      long broker = Objects.requireNonNull(backbone.broker().pid());
      backbone.broker().kill();
      ProcessHandle.of(broker).ifPresent(process -> process.onExit().join());
      producer.close(Duration.ZERO);
    }
    // Its successor's JVM only just begins.
    copyCoordinators(kept, log);
    backbone.broker().awaitReady(PATIENCE);
    Admin admin = Admin.create(backbone.addresses().kafka().properties());
    int partitions =
        Objects.requireNonNull(
                admin
                    .describeTopics(List.of(OFFSETS))
                    .allTopicNames()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .get(OFFSETS))
            .partitions()
            .size();
    return new HangingTransaction(
        admin, new TopicPartition(OFFSETS, Utils.abs(group.hashCode()) % partitions));
  }

  private static void copyCoordinators(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.list(from)) {
      for (Path folder : all.toList()) {
        String name = folder.getFileName().toString();
        if (name.startsWith(COORDINATORS)) {
          new InstallationFolder(to.resolve(name)).delete();
          copy(folder, Files.createDirectory(to.resolve(name)));
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static Properties writing(Installation backbone) {
    Properties settings = backbone.addresses().kafka().producerProperties();
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, WRITER);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 1_000);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }

  private static Properties reading(Installation backbone, String group) {
    Properties settings = backbone.addresses().kafka().properties();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }

  /** Whose offsets lie there, too, may have transactions of its own open at any moment. */
  boolean isOpen() throws Exception {
    long writer = writer().producerId();
    return admin
        .describeProducers(List.of(offsets))
        .partitionResult(offsets)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .activeProducers()
        .stream()
        .filter(producer -> producer.producerId() == writer)
        .anyMatch(producer -> producer.currentTransactionStartOffset().isPresent());
  }

  /** As it was seen: there is such a writer, and it has nothing open. */
  boolean isForgotten() {
    return writer().topicPartitions().isEmpty();
  }

  private TransactionDescription writer() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                admin
                    .describeTransactions(List.of(WRITER))
                    .description(WRITER)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS),
            Objects::nonNull);
  }

  @Override
  public void close() {
    admin.close();
  }
}
