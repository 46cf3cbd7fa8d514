package io.blinktwice.runtime.serde;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.blinktwice.events.Reason;
import io.blinktwice.events.WireError;
import io.blinktwice.schemas.Topic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroSerdesTest {
  private static final String TOPIC = "reasons";
  private static final Reason REASON = new Reason("blinked-twice", "It failed again on 4.2.0.");

  /** Zero, id 1 in four bytes, then each text with its length as a zigzag varint before it. */
  private static final byte[] GOLDEN =
      HexFormat.of()
          .parseHex(
              "0000000001"
                  + "1a626c696e6b65642d7477696365"
                  + "324974206661696c656420616761696e206f6e20342e322e302e");

  private TinyRegistry registry;
  private Serde<Reason> serde;

  @BeforeEach
  void start() throws IOException {
    registry = new TinyRegistry();
    registry.add(Reason.getClassSchema().toString());
    serde = AvroSerdes.of(topicOf(Topic.ORDINARY_BYTES), registry.url());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void theBytesAreConfluentsFrame() {
    assertArrayEquals(GOLDEN, serde.serializer().serialize(TOPIC, REASON));
    assertEquals(REASON, read(GOLDEN));
  }

  @Test
  void nothingStaysNothing() {
    assertNull(serde.serializer().serialize(TOPIC, null));
    assertNull(serde.deserializer().deserialize(TOPIC, null));
  }

  @Test
  void aFirstByteOtherThanZeroIsRefused() {
    byte[] bytes = GOLDEN.clone();
    bytes[0] = 1;
    assertRefused(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6, 20, 44})
  void aRecordThatEndsTooSoonIsRefused(int length) {
    assertRefused(Arrays.copyOf(GOLDEN, length));
  }

  @Test
  void bytesAfterTheRecordAreRefused() {
    assertRefused(Arrays.copyOf(GOLDEN, GOLDEN.length + 1));
  }

  @Test
  void anUnknownIdIsRefused() {
    byte[] bytes = GOLDEN.clone();
    bytes[4] = 99;
    assertRefused(bytes);
  }

  @Test
  void aRecordOfAnotherTypeIsRefused() {
    byte[] bytes = GOLDEN.clone();
    bytes[4] = (byte) registry.add(WireError.getClassSchema().toString());
    assertRefused(bytes);
  }

  @Test
  void aHugeClaimedLengthAllocatesNothingNearIt() {
    byte[] bytes = HexFormat.of().parseHex("0000000001" + "feffffff0f" + "6162");
    read(GOLDEN);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertRefused(bytes);
    assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 1 << 20);
  }

  @Test
  void aRegistryThatIsAwayIsNotTheRecordsFault() {
    registry.close();
    assertThrows(RegistryUnavailable.class, () -> read(GOLDEN));
  }

  @Test
  void aValueTooLargeForItsTopicIsNotWritten() {
    int room = Topic.ORDINARY_BYTES - topicOf(Topic.ORDINARY_BYTES).maxValueBytes();
    Serde<Reason> enough = AvroSerdes.of(topicOf(room + GOLDEN.length), registry.url());
    assertArrayEquals(GOLDEN, enough.serializer().serialize(TOPIC, REASON));
    Serde<Reason> small = AvroSerdes.of(topicOf(room + GOLDEN.length - 1), registry.url());
    assertThrows(RecordTooLargeException.class, () -> small.serializer().serialize(TOPIC, REASON));
  }

  private static Topic<Reason> topicOf(int maxBytes) {
    return new Topic<>(
        TOPIC,
        "rule",
        Reason.class,
        Topic.Spread.TOTAL_ORDER,
        new Topic.Keep.Newest(),
        "test",
        maxBytes);
  }

  private Reason read(byte[] bytes) {
    return serde.deserializer().deserialize(TOPIC, bytes);
  }

  private void assertRefused(byte[] bytes) {
    assertThrows(SerializationException.class, () -> read(bytes));
  }
}
