package io.blinktwice.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.DeadLetter;
import io.blinktwice.runtime.serde.TinyRegistry;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

  /** The largest that a topic takes unless told otherwise. */
  private static final int FULL_SIZE = 1_000_000;

  private static final int BEYOND = 5_000_000;
  private TinyRegistry registry;
  private KafkaConnection connection;
  private DeadLetters letters;

  @BeforeEach
  void start() throws IOException {
    registry = new TinyRegistry();
    connection = new KafkaConnection("127.0.0.1:1", registry.url(), "bt", Map.of());
    letters = new DeadLetters(connection, "role");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void aLetterGoesOnWithTheTraceOfItsRecord() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    Headers headers =
        new RecordHeaders()
            .add(
                "traceparent",
                ("00-" + trace + "-b7ad6b7169203331-01").getBytes(StandardCharsets.UTF_8));
    for (int size : new int[] {3, BEYOND}) {
      Headers letter = letters.produced(origin(KEY, new byte[size], headers), "no").headers();
      assertTrue(
          new String(letter.lastHeader("traceparent").value(), StandardCharsets.UTF_8)
              .startsWith("00-" + trace));
    }
  }

  @Test
  void aLetterHoldsTheWholeRecordAndWhereItStood() {
    Headers headers = new RecordHeaders().add("h", new byte[] {7}).add("empty", null);
    ProducerRecord<byte[], byte[]> produced =
        letters.produced(origin(KEY, new byte[] {1, 2, 3}, headers), "garbage");
    DeadLetter letter = read(produced);
    assertEquals("dead-bt.releases-3@42", CloudEvents.id(produced.headers()));
    assertEquals("bt.dead-letters", produced.topic());
    assertArrayEquals(KEY, produced.key());
    assertEquals("bt.releases", letter.getTopic());
    assertEquals(3, letter.getPartition());
    assertEquals(42, letter.getOffset());
    assertEquals("role", letter.getRole());
    assertEquals("garbage", letter.getReason());
    assertEquals(ByteBuffer.wrap(KEY), letter.getKey());
    assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), letter.getValue());
    assertEquals(ByteBuffer.wrap(new byte[] {7}), letter.getHeaders().get("h"));
  }

  @Test
  void aRecordWithoutAKeyIsFoundUnderItsId() {
    ProducerRecord<byte[], byte[]> produced =
        letters.produced(origin(null, new byte[1], new RecordHeaders()), "no key");
    assertEquals("dead-bt.releases-3@42", new String(produced.key(), StandardCharsets.UTF_8));
    assertNull(read(produced).getKey());
  }

  @Test
  void aRecordOfFullSizeIsHeldWhole() {
    ProducerRecord<byte[], byte[]> produced =
        letters.produced(
            origin(new byte[FULL_SIZE], new byte[FULL_SIZE], new RecordHeaders()), "garbage");
    ByteBuffer value = read(produced).getValue();
    assertNotNull(value);
    assertEquals(FULL_SIZE, value.remaining());
    assertFits(produced);
  }

  @Test
  void aRecordTooLargeEvenSoBecomesALetterByReferenceAndHash() {
    ProducerRecord<byte[], byte[]> produced =
        letters.produced(origin(KEY, new byte[BEYOND], new RecordHeaders()), "garbage");
    DeadLetter letter = read(produced);
    assertNull(letter.getValue());
    assertEquals(42, letter.getOffset());
    assertEquals(ByteBuffer.wrap(KEY), letter.getKey());
    assertEquals(
        "garbage; too large to be copied here: its value has 5000000 bytes with SHA-256 "
            + "b39781589c4403fb82174c9647a010464cff38bad976547d339899b00053a545",
        letter.getReason());
    assertFits(produced);
  }

  @Test
  void aHugeKeyOrHeaderIsLeftOutToo() {
    Headers headers = new RecordHeaders().add("h", new byte[BEYOND]);
    ProducerRecord<byte[], byte[]> produced =
        letters.produced(origin(new byte[BEYOND], null, headers), "garbage");
    assertNull(read(produced).getKey());
    assertEquals(Map.of(), read(produced).getHeaders());
    assertEquals("garbage; too large to be copied here", read(produced).getReason());
    assertFits(produced);
  }

  @Test
  void aReasonNamesItsCausesAndHasAnEnd() {
    assertEquals(
        "one: two",
        DeadLetters.reasonOf(
            new IllegalStateException("one", new IllegalArgumentException("two"))));
    assertEquals(
        4_001, DeadLetters.reasonOf(new IllegalStateException("x".repeat(9_000))).length());
  }

  private static void assertFits(ProducerRecord<byte[], byte[]> produced) {
    int bytes = produced.key().length + produced.value().length;
    assertTrue(bytes < KafkaConnection.LARGEST_REQUEST - 4_096, bytes + " bytes");
  }

  private DeadLetter read(ProducerRecord<byte[], byte[]> produced) {
    return connection
        .serdeOf(Topics.DEAD_LETTERS)
        .deserializer()
        .deserialize(produced.topic(), produced.value());
  }

  private static DeadLetters.Origin origin(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    return new DeadLetters.Origin("bt.releases", 3, 42, 0, key, value, headers);
  }
}
