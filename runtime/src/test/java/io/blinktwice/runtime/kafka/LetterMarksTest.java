package io.blinktwice.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LetterMarksTest {
  private static final TopicPartition PARTITION = new TopicPartition("bt.releases", 0);

  private final MockConsumer<byte[], byte[]> brokers = new MockConsumer<>("earliest");

  @BeforeEach
  void assign() {
    brokers.assign(List.of(PARTITION));
    brokers.updateEndOffsets(Map.of(PARTITION, 100L));
  }

  @Test
  void whatWasSetAsideIsRememberedThroughARestart() {
    LetterMarks before = new LetterMarks(brokers);
    assertFalse(before.isDone(PARTITION, 7));
    before.done(PARTITION, 7);
    assertTrue(before.isDone(PARTITION, 7));
    LetterMarks after = new LetterMarks(brokers);
    assertTrue(after.isDone(PARTITION, 7));
    assertFalse(after.isDone(PARTITION, 3), "who began after it has not set it aside");
    assertFalse(after.isDone(PARTITION, 8));
  }

  @Test
  void whatAnotherInstanceHasSetAsideIsDone() {
    LetterMarks here = new LetterMarks(brokers);
    here.done(PARTITION, 1);
    new LetterMarks(brokers).done(PARTITION, 9);
    assertTrue(here.isDone(PARTITION, 9));
  }

  @Test
  void ofVeryManyTheOldestAreNoLongerNamedButDone() {
    brokers.updateEndOffsets(Map.of(PARTITION, 100_000L));
    LetterMarks before = new LetterMarks(brokers);
    for (long offset = 10; offset <= 10L * (LetterMarks.NAMED + 5); offset += 10) {
      before.done(PARTITION, offset);
    }
    LetterMarks after = new LetterMarks(brokers);
    assertTrue(after.isDone(PARTITION, 10));
    assertTrue(after.isDone(PARTITION, 50));
    assertTrue(after.isDone(PARTITION, 60));
    assertFalse(after.isDone(PARTITION, 61));
    OffsetAndMetadata kept =
        Objects.requireNonNull(brokers.committed(Set.of(PARTITION)).get(PARTITION));
    assertTrue(kept.metadata().length() < 4_000);
  }

  @Test
  void aTopicThatWasMadeAnewBeginsAnew() {
    new LetterMarks(brokers).done(PARTITION, 50);
    brokers.updateEndOffsets(Map.of(PARTITION, 10L));
    assertFalse(new LetterMarks(brokers).isDone(PARTITION, 5));
    LetterMarks anew = new LetterMarks(brokers);
    assertFalse(anew.isDone(PARTITION, 5));
    anew.done(PARTITION, 5);
    assertTrue(new LetterMarks(brokers).isDone(PARTITION, 5));
    assertFalse(new LetterMarks(brokers).isDone(PARTITION, 6));
  }
}
