package io.blinktwice.app.letters;

import io.blinktwice.events.DeadLetter;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the record of a letter to its topic once more, as it was, once whatever could not use it is
 * mended.
 *
 * <p>With its own {@code ce_id}: whoever has used the record meanwhile drops the repetition.
 */
public final class Replay {
  /** Says on the record that it came from a letter, and from which. */
  static final String CAME_FROM = "blinktwice-replayed";

  private Replay() {}

  /** The letter cannot be sent again; the message says why and what to do. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** The record as it was, on the partition where it stood. */
  public static ProducerRecord<byte[], byte[]> recordOf(
      DeadLetter letter, KafkaConnection connection) {
    String id = LetterSummary.idOf(letter);
    ByteBuffer key = letter.getKey();
    ByteBuffer value = letter.getValue();
    if (Topics.ALL.stream()
        .noneMatch(topic -> connection.nameOf(topic).equals(letter.getTopic()))) {
      throw new Refused(
          "%s came from %s, which is none of our topics: whoever wrote it has to send it again"
              .formatted(id, letter.getTopic()));
    }
    if (key == null) {
      throw new Refused(
          "%s had no key: nobody can use it; let its producer send it with one".formatted(id));
    }
    if (value == null) {
      throw new Refused(
          "%s holds no value: the record had none, or was too large to be copied; let its producer send it again"
              .formatted(id));
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            letter.getTopic(), letter.getPartition(), Preview.bytes(key), Preview.bytes(value));
    letter.getHeaders().forEach((name, bytes) -> record.headers().add(name, Preview.bytes(bytes)));
    if (CloudEvents.id(record.headers()) == null) {
      record.headers().add(CloudEvents.ID, id.getBytes(StandardCharsets.UTF_8));
    }
    record.headers().remove(CAME_FROM).add(CAME_FROM, id.getBytes(StandardCharsets.UTF_8));
    return record;
  }

  /** Returns once the brokers have it. */
  public static RecordMetadata send(
      ProducerRecord<byte[], byte[]> record, KafkaConnection connection)
      throws InterruptedException {
    Properties properties = connection.producerProperties();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      return producer.send(record).get();
    } catch (ExecutionException e) {
      throw new Refused("the brokers did not take the record: " + e.getCause());
    }
  }
}
