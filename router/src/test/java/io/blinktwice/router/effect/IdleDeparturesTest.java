package io.blinktwice.router.effect;

import static io.blinktwice.router.harness.TestFleet.all;
import static io.blinktwice.router.harness.TestFleet.command;
import static io.blinktwice.router.harness.TestFleet.observant;
import static io.blinktwice.router.harness.TestFleet.query;
import static io.blinktwice.router.harness.TestFleet.release;
import static io.blinktwice.router.harness.TestFleet.set;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.blinktwice.events.ClusterState;
import io.blinktwice.events.SessionJournalEntry;
import io.blinktwice.router.harness.SparkService;
import io.blinktwice.router.harness.TestFleet;
import io.grpc.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that nobody uses leave a server that drains, without a call of theirs. */
class IdleDeparturesTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Map<String, String> ETL = Map.of("x-workload-id", "etl");

  /** The journal's newest entries. */
  private final Map<String, SessionJournalEntry> journal = new ConcurrentHashMap<>();

  private TestFleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet =
        new TestFleet(
            new SessionLog(
                "a",
                (key, entry) -> {
                  if (entry == null) {
                    journal.remove(key);
                  } else {
                    journal.put(key, entry);
                  }
                },
                InstantSource.system()));
  }

  @AfterEach
  void stop() {
    fleet.close();
    assertEquals(0, KeptOperation.kept(), "requests are kept of nobody");
  }

  private SessionJournalEntry place() {
    return journal.entrySet().stream()
        .filter(each -> each.getKey().endsWith("/0.1"))
        .map(Map.Entry::getValue)
        .findAny()
        .orElseThrow();
  }

  private static Stream<String> released(SparkService server) {
    return server.calls.stream().filter("ReleaseSession"::equals);
  }

  @Test
  void anIdleSessionIsForgottenThereAndMadeAgainElsewhereAtItsNextCall() throws Exception {
    try (SparkService spare = new SparkService()) {
      SparkConnectServiceBlockingStub client = fleet.client(ETL);
      var _ = client.config(set("a", "b"));
      all(client.executePlan(command("CREATE TEMP VIEW v AS SELECT 1")));
      fleet.tell("spare", "4.2.0", spare.port(), ClusterState.READY);
      spare.serverSession = "second-server";
      fleet.tell("recent", "4.2.0", fleet.recent.port(), ClusterState.DRAINING);
      await().atMost(SOON).until(() -> released(fleet.recent).count() == 1);
      assertNull(place().getCluster());
      assertEquals(List.of(), spare.seen);

      fleet.tell("recent", "4.2.0", fleet.recent.port(), ClusterState.GONE);
      List<ExecutePlanResponse> answer = all(client.executePlan(observant(query("SELECT 1"))));
      assertEquals(List.of("SET a=b", "CREATE TEMP VIEW v AS SELECT 1", "SELECT 1"), spare.seen);
      assertEquals("first-server", answer.getLast().getServerSideSessionId());
      assertEquals("spare", place().getCluster());
      var _ = client.releaseSession(release());
      assertEquals(Map.of(), journal);
      await().atMost(SOON).until(() -> fleet.events.size() == 2);
      assertEquals(List.of("1 STARTED 4.2.0", "1 SUCCEEDED 4.2.0"), fleet.told());
    }
  }

  @Test
  void whereThereIsNoOtherServerItIsMadeAgainOnTheOneThatDrains() {
    SparkConnectServiceBlockingStub client = fleet.client(ETL);
    var _ = client.config(set("a", "b"));
    fleet.tell("recent", "4.2.0", fleet.recent.port(), ClusterState.DRAINING);
    await().atMost(SOON).until(() -> released(fleet.recent).count() == 1);
    all(client.executePlan(query("SELECT 1")));
    assertEquals(List.of("SET a=b", "SET a=b", "SELECT 1"), fleet.recent.seen);
    var _ = client.releaseSession(release());
  }

  @Test
  void whoClosesASessionThatIsNowhereIsAnswered() {
    SparkConnectServiceBlockingStub client = fleet.client(ETL);
    var _ = client.config(set("a", "b"));
    fleet.tell("recent", "4.2.0", fleet.recent.port(), ClusterState.DRAINING);
    await().atMost(SOON).until(() -> released(fleet.recent).count() == 1);
    assertEquals("s1", client.releaseSession(release()).getSessionId());
    assertEquals(Map.of(), journal);
  }

  @Test
  void whatIsBoundOrRunsStaysToItsEnd() throws Exception {
    SparkConnectServiceBlockingStub client = fleet.client(ETL);
    all(client.executePlan(command("CACHE TABLE t").toBuilder().setSessionId("bound").build()));
    fleet.recent.endless.add("SELECT 7");
    Context.CancellableContext running = Context.current().withCancellation();
    running.call(
        () -> client.executePlan(query("SELECT 7").toBuilder().setSessionId("running").build()));
    await().atMost(SOON).until(() -> fleet.recent.hanging.get() == 1);
    var _ = client.config(set("a", "b"));
    fleet.tell("recent", "4.2.0", fleet.recent.port(), ClusterState.DRAINING);
    await().atMost(SOON).until(() -> released(fleet.recent).count() == 1);
    assertNull(placeOf("s1").getCluster());
    assertEquals("recent", placeOf("bound").getCluster());
    assertEquals("recent", placeOf("running").getCluster());
    running.cancel(null);
    await().atMost(SOON).until(() -> released(fleet.recent).count() == 2);
    assertNull(placeOf("running").getCluster());
    assertEquals(
        "cached data",
        journal.values().stream()
            .filter(entry -> entry.getSessionId().equals("bound"))
            .map(SessionJournalEntry::getBoundBecause)
            .filter(why -> why != null)
            .findAny()
            .orElseThrow());
  }

  private SessionJournalEntry placeOf(String session) {
    return journal.entrySet().stream()
        .filter(each -> each.getKey().startsWith(session + "/"))
        .filter(each -> each.getKey().endsWith("/0.1"))
        .map(Map.Entry::getValue)
        .findAny()
        .orElseThrow();
  }

  @Test
  void anOlderServerIsAskedThroughItsDoorAlsoForAClientThatCloses() {
    SparkConnectServiceBlockingStub client = fleet.client(Map.of());
    var _ = client.config(set("a", "b"));
    fleet.tell("old", "3.5.7", fleet.old.port(), ClusterState.DRAINING);
    await().atMost(SOON).until(() -> fleet.old.forgotten.equals(List.of("\0s1")));
    await().atMost(SOON).until(() -> placeOf("s1").getCluster() == null);
    fleet.tell("old", "3.5.7", fleet.old.port(), ClusterState.READY);
    var _ = client.config(set("c", "d"));
    assertEquals(List.of("SET a=b", "SET a=b", "SET c=d"), fleet.old.seen);
    var _ = client.releaseSession(release());
    await().atMost(SOON).until(() -> fleet.old.forgotten.equals(List.of("\0s1", "\0s1")));
  }
}
