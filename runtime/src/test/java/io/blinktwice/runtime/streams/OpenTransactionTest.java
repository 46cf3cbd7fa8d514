package io.blinktwice.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Which open transactions nobody will end, and when nobody can be writing in them any more. */
class OpenTransactionTest {
  private static final TopicPartition OFFSETS = new TopicPartition("__consumer_offsets", 3);
  private static final TopicPartition OUTPUT = new TopicPartition("bt.pins", 0);
  private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final OpenTransaction open =
      OpenTransaction.of(OFFSETS, state(OptionalLong.of(1702))).orElseThrow();

  private static final class Idle implements Processor<String, String, String, String> {
    @Override
    public void process(Record<String, String> record) {
      // It only has a place in a topology.
    }
  }

  private static ProducerState state(OptionalLong start) {
    return new ProducerState(8, 185, 5, WRITTEN.toEpochMilli(), OptionalInt.of(4), start);
  }

  private static TransactionDescription known(
      long producer, TransactionState state, TopicPartition... partitions) {
    return new TransactionDescription(
        1, state, producer, 186, 10_000, OptionalLong.empty(), Set.of(partitions));
  }

  @Test
  void whatHasEndedIsNotOpen() {
    assertEquals(Optional.empty(), OpenTransaction.of(OFFSETS, state(OptionalLong.empty())));
  }

  @Test
  void isLeftToACoordinatorThatStillHasToTellItsPartition() {
    assertTrue(open.isKnownTo(List.of(known(8, TransactionState.ONGOING, OFFSETS))));
    assertTrue(open.isKnownTo(List.of(known(8, TransactionState.PREPARE_COMMIT, OUTPUT, OFFSETS))));
  }

  @Test
  void hangsWhereTheCoordinatorHasNothingToTellThePartition() {
    assertFalse(open.isKnownTo(List.of()));
    assertFalse(open.isKnownTo(List.of(known(8, TransactionState.EMPTY))));
    assertFalse(open.isKnownTo(List.of(known(8, TransactionState.ONGOING, OUTPUT))));
    assertFalse(open.isKnownTo(List.of(known(7, TransactionState.ONGOING, OFFSETS))));
  }

  @Test
  void isWaitedForAsLongAsItsProducerMayWrite() {
    assertEquals(
        WRITTEN.plusSeconds(15),
        open.over(WRITTEN, WRITTEN, List.of(known(8, TransactionState.EMPTY)), LONGEST));
    assertEquals(
        WRITTEN.plus(LONGEST).plus(OpenTransaction.MARGIN),
        open.over(WRITTEN, WRITTEN, List.of(known(7, TransactionState.EMPTY)), LONGEST));
  }

  @Test
  void timesOfRecordsAreBelievedWithinWhatOurClockHasSeen() {
    List<TransactionDescription> coordinators = List.of(known(8, TransactionState.EMPTY));
    Instant seen = WRITTEN.plus(Duration.ofHours(1));
    assertEquals(seen.plusSeconds(5), open.over(WRITTEN, seen, coordinators, LONGEST));
    Instant ahead = seen.plus(Duration.ofDays(1));
    assertEquals(seen.plusSeconds(15), open.over(ahead, seen, coordinators, LONGEST));
  }

  @Test
  void aRoleWritesToItsChangelogsAndWhatItFeeds() {
    Topology topology = new Topology();
    topology
        .addSource("source", Serdes.String().deserializer(), Serdes.String().deserializer(), "in")
        .addProcessor("work", Idle::new, "source")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("pins"), Serdes.String(), Serdes.String()),
            "work")
        .addSink("sink", "bt.pins", "work")
        .addSink("between", "told-to-judges-repartition", "work");
    assertEquals(
        Set.of("bt.pins", "bt.role-pins-changelog", "bt.role-told-to-judges-repartition"),
        PartitionsWritten.topicsOf(topology, "bt.role"));
  }
}
