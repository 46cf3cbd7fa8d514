package io.blinktwice.pinning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.RestedRuns.Rested;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** Of the latest runs everything is remembered, of those of a day that they were here. */
class RunBucketTest {
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");
  private static final Serde<RunBucket> SERDE = RunBucket.writing(StoreFormat.PACKED);

  @Test
  void aRunThatIsNotAmongTheLatestLeavesItsHash() {
    RestedRuns latest = RestedRuns.NONE;
    RunBucket bucket = RunBucket.EMPTY;
    for (int number = 0; number < 20; number++) {
      latest = latest.with(place(number, NOW));
      bucket = bucket.with(run(number), place(number, NOW), latest, NOW);
    }
    bucket = back(bucket);
    assertNull(bucket.run(hash(3)));
    assertTrue(bucket.remembers(hash(3), NOW));
    assertEquals(run(4), bucket.run(hash(4)));
    assertEquals(16, bucket.held().size());
    assertFalse(bucket.remembers(hash(20), NOW));
  }

  @Test
  void aRunThatWasHereIsToldFromOneThatNeverWas() {
    RestedRuns latest = RestedRuns.NONE.with(place(2, NOW));
    RunBucket bucket =
        RunBucket.EMPTY.with(place(1, NOW), latest, NOW).with(run(2), place(2, NOW), latest, NOW);
    WorkloadState state =
        WorkloadState.unknown(Workload.named(WorkspaceId.DEFAULT, new WorkloadId("orders")));
    KnownWorkload known = new KnownWorkload(state, latest, Layout.BUCKETS);
    assertTrue(known.hasLeft(id(1), key -> bucket, NOW));
    assertFalse(known.hasLeft(id(2), key -> bucket, NOW));
    assertFalse(known.hasLeft(id(3), key -> bucket, NOW));
    assertFalse(known.hasLeft(id(1), key -> bucket, NOW.plus(Duration.ofDays(2))));
    assertFalse(known.hasLeft(id(1), key -> null, NOW));
  }

  @Test
  void afterADayARunIsNewAgainAndItsHashLeaves() {
    RestedRuns latest = RestedRuns.NONE.with(place(2, NOW));
    RunBucket bucket = RunBucket.EMPTY.with(place(1, NOW), latest, NOW);
    Instant later = NOW.plus(Duration.ofDays(1)).plusSeconds(1);
    assertTrue(bucket.remembers(hash(1), later.minusSeconds(1)));
    assertFalse(bucket.remembers(hash(1), later));
    assertEquals(1, bucket.with(run(2), place(2, later), latest, later).remembered().size());
  }

  @Test
  void aFloodLeavesTheNewest() {
    RunBucket bucket = RunBucket.EMPTY;
    for (int number = 0; number < 1_000; number++) {
      bucket = bucket.with(place(number, NOW), RestedRuns.NONE, NOW);
    }
    assertEquals(320, bucket.remembered().size());
    assertTrue(bucket.remembers(hash(999), NOW));
    assertFalse(bucket.remembers(hash(0), NOW));
  }

  @Test
  void whatABuildBeforeLeftInASlotIsRead() {
    byte[] avro =
        RunBucket.writing(StoreFormat.APART).serializer().serialize("t", RunBucket.of(run(1)));
    assertEquals(1, avro[0]);
    assertEquals(run(1), SERDE.deserializer().deserialize("t", avro).run(hash(1)));
  }

  @Test
  void whatIsCutOffOrOfAnotherFormatIsRefused() {
    byte[] whole =
        SERDE
            .serializer()
            .serialize(
                "t",
                RunBucket.EMPTY.with(
                    run(1), place(1, NOW), RestedRuns.NONE.with(place(1, NOW)), NOW));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(SerializationException.class, () -> SERDE.deserializer().deserialize("t", cut));
    }
    whole[0] = 3;
    assertThrows(SerializationException.class, () -> SERDE.deserializer().deserialize("t", whole));
  }

  private static RunBucket back(RunBucket bucket) {
    return SERDE.deserializer().deserialize("t", SERDE.serializer().serialize("t", bucket));
  }

  private static RestedRun run(int number) {
    return new RestedRun(id(number), new RunState(new TreeMap<>(), number % 2 == 0));
  }

  private static Rested place(int number, Instant at) {
    return Rested.of(id(number), at);
  }

  private static long hash(int number) {
    return RestedRuns.hash(id(number));
  }

  private static RunId id(int number) {
    return new RunId("run-" + number);
  }
}
