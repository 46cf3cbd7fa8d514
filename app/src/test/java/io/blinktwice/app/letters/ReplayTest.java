package io.blinktwice.app.letters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.DeadLetter;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final KafkaConnection KAFKA =
      new KafkaConnection("127.0.0.1:1", "http://127.0.0.1:1", "bt", Map.of());

  @Test
  void sendsTheRecordAsItWasWithTheIdThatItHad() {
    DeadLetter letter = letter();
    letter.setHeaders(Map.of(CloudEvents.ID, bytes("event-1")));
    ProducerRecord<byte[], byte[]> record = Replay.recordOf(letter, KAFKA);
    assertEquals("bt.run-events", record.topic());
    assertEquals(2, record.partition());
    assertArrayEquals("key".getBytes(StandardCharsets.UTF_8), record.key());
    assertArrayEquals("value".getBytes(StandardCharsets.UTF_8), record.value());
    assertEquals("event-1", CloudEvents.id(record.headers()));
    assertEquals(
        "dead-bt.run-events-2@7",
        new String(record.headers().lastHeader(Replay.CAME_FROM).value(), StandardCharsets.UTF_8));
  }

  @Test
  void aRecordWithoutAnIdGetsTheSameOneHoweverOftenItIsSent() {
    assertEquals(
        "dead-bt.run-events-2@7", CloudEvents.id(Replay.recordOf(letter(), KAFKA).headers()));
  }

  @Test
  void refusesWhatNobodyCouldUse() {
    DeadLetter keyless = letter();
    keyless.setKey(null);
    refuses(keyless, "had no key");
    DeadLetter reference = letter();
    reference.setValue(null);
    refuses(reference, "too large to be copied");
    DeadLetter foreign = letter();
    foreign.setTopic("orders");
    refuses(foreign, "none of our topics");
  }

  @Test
  void findsLettersByTopicAndReason() {
    assertTrue(LetterFilter.ALL.takes(letter()));
    assertTrue(filter("run-events", "FIRST byte").takes(letter()));
    assertTrue(filter("bt.run-events", "").takes(letter()));
    assertFalse(filter("events", "").takes(letter()));
    assertFalse(filter("run-events", "no key").takes(letter()));
  }

  @Test
  void readsTimesAsPeopleWriteThem() {
    Instant now = Instant.parse("2026-01-02T00:00:00Z");
    assertEquals(Instant.parse("2026-01-01T00:00:00Z"), Since.parse("24h", now));
    assertEquals(Instant.parse("2025-12-26T00:00:00Z"), Since.parse("7d", now));
    assertEquals(now, Since.parse("2026-01-02T00:00:00Z", now));
  }

  @Test
  void masksSecretsInTextAndLeavesNoneInHex() {
    Preview open = Preview.of(bytes("\u0000abc"));
    assertEquals(".abc", open.text());
    assertEquals("00616263", open.hex());
    Preview secret = Preview.of(bytes("....jdbc password=hunter2 failed"));
    assertFalse(secret.text().contains("hunter2"), secret.text());
    assertEquals(10, secret.hex().length());
    assertEquals(new Preview(0, "", ""), Preview.of(null));
  }

  private static void refuses(DeadLetter letter, String words) {
    Replay.Refused refusal =
        assertThrows(Replay.Refused.class, () -> Replay.recordOf(letter, KAFKA));
    assertTrue(String.valueOf(refusal.getMessage()).contains(words), refusal.getMessage());
  }

  private static LetterFilter filter(String topic, String reason) {
    return new LetterFilter(Optional.of(topic), Optional.of(reason), Optional.empty());
  }

  private static DeadLetter letter() {
    return DeadLetter.newBuilder()
        .setTopic("bt.run-events")
        .setPartition(2)
        .setOffset(7)
        .setRole("pinning")
        .setReason("the first byte is 123")
        .setKey(bytes("key"))
        .setValue(bytes("value"))
        .setAt(Instant.EPOCH)
        .build();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
