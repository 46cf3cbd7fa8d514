package io.blinktwice.runtime.kafka;

import io.blinktwice.events.DeadLetter;
import io.blinktwice.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record that cannot be used into one of the dead-letter topic, with all of its bytes.
 *
 * <p>A record too large even for that topic (a compressed batch can hold one) becomes a letter by
 * reference: where it stands, how large it is and its hash.
 *
 * <p>Its id follows from where the record stood: whoever else sets the same record aside, or does
 * it again after a restart, writes the same id.
 */
public final class DeadLetters {
  private static final int ROOM_FOR_THE_REST = 64 << 10;
  private static final int LARGEST_WHOLE = Topics.DEAD_LETTERS.maxBytes() - ROOM_FOR_THE_REST;
  private static final int LARGEST_KEY_OF_A_REFERENCE = 4 << 10;
  private static final int LONGEST_REASON = 4_000;

  private final KafkaConnection connection;
  private final String role;
  private final Serializer<DeadLetter> serializer;

  public DeadLetters(KafkaConnection connection, String role) {
    this.connection = connection;
    this.role = role;
    this.serializer = connection.serdeOf(Topics.DEAD_LETTERS).serializer();
  }

  /** Where a record stood, and its bytes. */
  public record Origin(
      String topic,
      int partition,
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers) {
    public static Origin of(ConsumerRecord<byte[], byte[]> found) {
      return new Origin(
          found.topic(),
          found.partition(),
          found.offset(),
          found.timestamp(),
          found.key(),
          found.value(),
          found.headers());
    }

    public String id() {
      return "dead-" + topic + "-" + partition + "@" + offset;
    }

    /** With the key twice: a letter is found under it, too. */
    private long bytesAsLetter() {
      long bytes = 2L * lengthOf(key) + lengthOf(value);
      for (Header header : headers) {
        bytes += 3L * header.key().length() + lengthOf(header.value());
      }
      return bytes;
    }

    private Origin asReference() {
      boolean smallKey = lengthOf(key) <= LARGEST_KEY_OF_A_REFERENCE;
      return new Origin(
          topic, partition, offset, timestamp, smallKey ? key : null, null, new RecordHeaders());
    }
  }

  public DeadLetter letter(Origin origin, String reason) {
    return DeadLetter.newBuilder()
        .setTopic(origin.topic())
        .setPartition(origin.partition())
        .setOffset(origin.offset())
        .setRole(role)
        .setReason(reason)
        .setKey(wrapped(origin.key()))
        .setValue(wrapped(origin.value()))
        .setHeaders(copied(origin.headers()))
        .setAt(Instant.ofEpochMilli(Math.max(0, origin.timestamp())))
        .build();
  }

  /** The record of the dead-letter topic; it fits there whatever the original was. */
  public ProducerRecord<byte[], byte[]> produced(Origin origin, String reason) {
    return origin.bytesAsLetter() <= LARGEST_WHOLE
        ? written(origin, reason, origin.headers())
        : written(origin.asReference(), reason + leftOut(origin), origin.headers());
  }

  private static String leftOut(Origin origin) {
    byte[] value = origin.value();
    return value == null
        ? "; too large to be copied here"
        : "; too large to be copied here: its value has %d bytes with SHA-256 %s"
            .formatted(value.length, sha256(value));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private ProducerRecord<byte[], byte[]> written(Origin origin, String reason, Headers trace) {
    String topic = connection.nameOf(Topics.DEAD_LETTERS);
    DeadLetter letter = letter(origin, reason);
    ProducerRecord<byte[], byte[]> produced =
        new ProducerRecord<>(topic, null, keyOf(origin), serializer.serialize(topic, letter));
    CloudEvents.carryTrace(trace, produced.headers());
    CloudEvents.stamp(produced.headers(), origin.id(), role, DeadLetter.class, letter.getAt());
    return produced;
  }

  /** As in the source, so that it can be found there; every record of ours has some key. */
  private static byte[] keyOf(Origin origin) {
    return origin.key() == null ? origin.id().getBytes(StandardCharsets.UTF_8) : origin.key();
  }

  /** A sentence for people: what went wrong, down to its first cause. */
  public static String reasonOf(Throwable failure) {
    StringBuilder sentence = new StringBuilder(messageOf(failure));
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 5; depth++) {
      sentence.append(": ").append(messageOf(cause));
      cause = cause.getCause();
    }
    return sentence.length() <= LONGEST_REASON
        ? sentence.toString()
        : sentence.substring(0, LONGEST_REASON) + "…";
  }

  private static String messageOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static int lengthOf(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static Map<String, ByteBuffer> copied(Headers headers) {
    Map<String, ByteBuffer> copy = new HashMap<>();
    for (Header header : headers) {
      byte[] value = header.value();
      copy.put(header.key(), ByteBuffer.wrap(value == null ? new byte[0] : value));
    }
    return copy;
  }
}
