package io.blinktwice.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.LagInfo;
import org.junit.jupiter.api.Test;

class ReplicaTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aCopyThatCatchesUpIsCompleteAsOfTheLookWhoseEndItPassed() {
    Replica restoring = Replica.first(0, 5_000, START);
    assertNull(restoring.completeAsOf());
    assertFalse(restoring.isInSync());
    Replica nearly = restoring.next(4_000, 6_000, at(1));
    assertNull(nearly.completeAsOf());
    Replica passed = nearly.next(6_000, 6_100, at(2));
    assertEquals(at(1), passed.completeAsOf());
    assertTrue(passed.isInSync());
  }

  @Test
  void theMarkerAtTheEndOfAnIdleChangelogIsNoLag() {
    Replica paused = Replica.first(99, 100, START).next(99, 100, at(1)).next(99, 100, at(2));
    assertNull(paused.completeAsOf(), "it may only be slow");
    Replica idle = paused.next(99, 100, at(3));
    assertEquals(at(2), idle.completeAsOf());
    assertTrue(idle.isInSync());
  }

  @Test
  void aShortCopyThatHasNotBegunIsNotComplete() {
    Replica waiting = Replica.first(0, 12, START).next(0, 12, at(5)).next(0, 12, at(10));
    assertNull(waiting.completeAsOf());
    assertNotNull(waiting.next(0, 12, at(15)).completeAsOf(), "nothing of it is ever applied");
  }

  @Test
  void aCopyThatWasThrownAwayIsCompleteNoMore() {
    Replica anew = Replica.first(500, 500, START).next(0, 501, at(1)).next(40, 502, at(2));
    assertNull(anew.completeAsOf());
  }

  @Test
  void aCopyThatIsStuckFarBehindIsNotComplete() {
    Replica stuck = Replica.first(0, 5_000, START).next(0, 5_000, at(1)).next(0, 5_000, at(2));
    assertNull(stuck.completeAsOf());
    assertEquals(5_000, stuck.behind());
  }

  @Test
  void aCopyThatFallsBehindStaysCompleteAsOfThen() {
    Replica behind = Replica.first(10, 10, START).next(10, 5_000, at(1)).next(60, 9_000, at(2));
    assertEquals(START, behind.completeAsOf());
    assertFalse(behind.isInSync());
  }

  @Test
  void stalenessGrowsWhileTheBrokersDoNotAnswer() {
    AtomicReference<Instant> now = new AtomicReference<>(START);
    try (Replicas replicas = new Replicas(() -> Map.of("store", Map.of(3, lag(8, 8))), now::get)) {
      assertEquals(Optional.empty(), replicas.staleness("store", 3));
      replicas.look();
      now.set(at(4));
      assertEquals(Optional.of(Duration.ofSeconds(4)), replicas.staleness("store", 3));
      assertEquals(Optional.empty(), replicas.staleness("store", 2));
      replicas.look();
      assertEquals(Optional.of(Duration.ZERO), replicas.staleness("store", 3));
    }
  }

  /** The class of Kafka has no public constructor; its numbers do. */
  private static LagInfo lag(long position, long end) {
    try {
      var constructor = LagInfo.class.getDeclaredConstructor(long.class, long.class);
      constructor.setAccessible(true);
      return constructor.newInstance(position, end);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }
}
