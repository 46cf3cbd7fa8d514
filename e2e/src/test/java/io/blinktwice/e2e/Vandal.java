package io.blinktwice.e2e;

import io.blinktwice.runtime.kafka.DeadLetters;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes what nobody can read to every topic, and knows which dead letters that must lead to. */
final class Vandal {
  /** Letters lead to no letters; of operations nobody tells yet. All else is read by somebody. */
  private static final Set<Topic<?>> UNREAD = Set.of(Topics.DEAD_LETTERS, Topics.OPERATIONS);

  /** As large as a broker takes a record that nobody has said anything about. */
  private static final int FULL_SIZE = 1_000_000;

  private final KafkaConnection connection;
  private final Random random;

  Vandal(KafkaConnection connection, long seed) {
    this.connection = connection;
    this.random = new Random(seed);
  }

  /** The ids of the dead letters that are due. */
  Set<String> writeEverywhere() throws Exception {
    List<Future<RecordMetadata>> written = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.producerProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (Topic<?> topic : Topics.ALL) {
        List<Future<RecordMetadata>> here = garbageFor(topic).map(producer::send).toList();
        if (!UNREAD.contains(topic)) {
          written.addAll(here);
        }
      }
      producer.flush();
    }
    List<String> due = new ArrayList<>();
    for (Future<RecordMetadata> record : written) {
      due.add(idOf(record.get()));
    }
    return due.stream().collect(Collectors.toUnmodifiableSet());
  }

  private Stream<ProducerRecord<byte[], byte[]>> garbageFor(Topic<?> topic) {
    Stream<ProducerRecord<byte[], byte[]>> garbage =
        Stream.of(
            record(topic, bytes("vandal"), randomBytes(1 + random.nextInt(80))),
            record(topic, bytes("vandal"), new byte[] {0, 0, 0, 0}),
            record(topic, bytes("vandal"), new byte[] {0, 0, 127, 0, 0, 1, 2}),
            record(topic, randomBytes(8), randomBytes(300)));
    return topic.maxBytes() > FULL_SIZE
        ? Stream.concat(garbage, Stream.of(record(topic, bytes("vandal"), randomBytes(FULL_SIZE))))
        : garbage;
  }

  private static String idOf(RecordMetadata at) {
    return new DeadLetters.Origin(
            at.topic(),
            at.partition(),
            at.offset(),
            at.timestamp(),
            null,
            null,
            new RecordHeaders())
        .id();
  }

  private ProducerRecord<byte[], byte[]> record(
      Topic<?> topic, byte @Nullable [] key, byte[] value) {
    return new ProducerRecord<>(connection.nameOf(topic), key, value);
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
