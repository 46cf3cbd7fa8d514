package io.blinktwice.router.effect;

import static io.blinktwice.router.harness.TestFleet.all;
import static io.blinktwice.router.harness.TestFleet.command;
import static io.blinktwice.router.harness.TestFleet.observant;
import static io.blinktwice.router.harness.TestFleet.query;
import static io.blinktwice.router.harness.TestFleet.release;
import static io.blinktwice.router.harness.TestFleet.set;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.SessionJournalEntry;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.SessionStep;
import io.blinktwice.router.harness.SparkService;
import io.blinktwice.router.harness.TestFleet;
import io.blinktwice.runtime.kafka.TopicView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionLogTest {
  private static final SessionKey SESSION = new SessionKey(WorkspaceId.DEFAULT, "alice", "s1");
  private static final Cluster HOME =
      new Cluster(
          "home", new EngineVersion("4.2.0"), Cluster.Phase.READY, "127.0.0.1:1", "127.0.0.1:1#1");

  /** A compacted topic: what was written last under each key, and who follows it. */
  private static final class Topic {
    final Map<String, SessionJournalEntry> records = new LinkedHashMap<>();
    final List<SessionLog> readers = new ArrayList<>();

    synchronized void write(String key, @Nullable SessionJournalEntry entry) {
      records.remove(key);
      if (entry != null) {
        records.put(key, entry);
      }
      readers.forEach(log -> log.on(new TopicView.Record<>(key, entry, 0, 0, Instant.EPOCH)));
    }

    SessionLog reader(String gateway, Instant now) {
      SessionLog log = new SessionLog(gateway, this::write, () -> now);
      Map.copyOf(records)
          .forEach((key, entry) -> log.on(new TopicView.Record<>(key, entry, 0, 0, Instant.EPOCH)));
      readers.add(log);
      return log;
    }
  }

  private final Topic topic = new Topic();
  private final Instant now = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void whatOneGatewayWroteAnotherReads() {
    SessionLog first = topic.reader("a", now);
    first.placed(SESSION, HOME, "first-server");
    byte[] large = new byte[3 * SessionLog.PART / 2];
    large[large.length - 1] = 7;
    first.stepped(SESSION, 1, new SessionStep("Config", List.of(new byte[] {1, 2})));
    first.stepped(SESSION, 2, new SessionStep("AddArtifacts", List.of(large, new byte[0])));
    assertEquals(4, topic.records.size());

    SessionLog.Known known = topic.reader("b", now).known(SESSION).orElseThrow();
    assertEquals("home", known.cluster());
    assertEquals("first-server", known.told());
    assertEquals(2, known.lastSequence());
    assertEquals(
        List.of("Config", "AddArtifacts"),
        known.state().steps().stream().map(SessionStep::method).toList());
    assertArrayEquals(large, known.state().steps().getLast().messages().getFirst());
    assertEquals(2, known.state().steps().getLast().messages().size());
    assertTrue(
        topic
            .reader("b", now)
            .known(new SessionKey(WorkspaceId.DEFAULT, "mallory", "s1"))
            .isEmpty());
  }

  @Test
  void aJournalWithAGapRebuildsNothing() {
    SessionLog first = topic.reader("a", now);
    first.placed(SESSION, HOME, null);
    first.stepped(SESSION, 2, new SessionStep("Config", List.of(new byte[] {1})));
    assertEquals(
        "a gap in its journal",
        topic.reader("b", now).known(SESSION).orElseThrow().state().boundBecause());
  }

  @Test
  void whatBindsASessionIsKnownElsewhere() {
    SessionLog first = topic.reader("a", now);
    first.placed(SESSION, HOME, null);
    first.bound(SESSION, 1, "cached data");
    assertEquals(
        "cached data", topic.reader("b", now).known(SESSION).orElseThrow().state().boundBecause());
  }

  @Test
  void aClosedSessionLeavesNothingInTheTopic() {
    SessionLog first = topic.reader("a", now);
    first.placed(SESSION, HOME, null);
    first.stepped(
        SESSION, 1, new SessionStep("AddArtifacts", List.of(new byte[2 * SessionLog.PART])));
    SortedMap<Long, Integer> parts = new TreeMap<>(Map.of(1L, 3));
    first.closed(SESSION, parts);
    assertEquals(Map.of(), topic.records);
    assertTrue(first.known(SESSION).isEmpty());
  }

  @Test
  void aSessionUntouchedForAWeekIsDeletedByWhoeverReadsIt() {
    topic.reader("a", now).placed(SESSION, HOME, null);
    SessionLog later = topic.reader("b", now.plus(SessionLog.KEPT).plusSeconds(1));
    assertTrue(later.known(SESSION).isEmpty());
    assertEquals(Map.of(), topic.records);
  }

  @Test
  void aClientGoesOnThroughAnotherGateway() throws Exception {
    try (TestFleet fleet = new TestFleet(topic.reader("a", now));
        SparkService spare = new SparkService()) {
      Map<String, String> etl = Map.of("x-workload-id", "etl");
      var _ = fleet.client(etl).config(set("a", "b"));
      all(fleet.client(etl).executePlan(command("CREATE TEMP VIEW v AS SELECT 1")));
      assertTrue(fleet.gateway.drain(Duration.ofSeconds(20)));
      try (TestFleet.Replica other = fleet.replica(topic.reader("b", now))) {
        other.tell("another", "4.2.0", spare.port(), ClusterState.READY);
        other.tell("recent", "4.2.0", fleet.recent.port(), ClusterState.READY);
        List<ExecutePlanResponse> answer =
            all(other.client(etl).executePlan(observant(query("SELECT 1"))));
        assertEquals("SELECT 1", fleet.recent.seen.getLast());
        assertEquals("first-server", answer.getLast().getServerSideSessionId());

        other.tell("recent", "4.2.0", fleet.recent.port(), ClusterState.GONE);
        all(other.client(etl).executePlan(observant(query("SELECT 2"))));
        assertEquals(List.of("SET a=b", "CREATE TEMP VIEW v AS SELECT 1", "SELECT 2"), spare.seen);
        var _ = other.client(etl).releaseSession(release());
        assertEquals(Map.of(), topic.records);
      }
    }
  }
}
