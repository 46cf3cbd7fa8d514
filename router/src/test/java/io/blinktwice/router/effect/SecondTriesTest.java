package io.blinktwice.router.effect;

import static io.blinktwice.router.harness.TestFleet.all;
import static io.blinktwice.router.harness.TestFleet.command;
import static io.blinktwice.router.harness.TestFleet.observant;
import static io.blinktwice.router.harness.TestFleet.query;
import static io.blinktwice.router.harness.TestFleet.release;
import static io.blinktwice.router.harness.TestFleet.set;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.ClusterState;
import io.blinktwice.events.RunEvent;
import io.blinktwice.router.harness.SparkService;
import io.blinktwice.router.harness.TcpRelay;
import io.blinktwice.router.harness.TestFleet;
import io.blinktwice.schemas.TrustedRecords;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.DataType;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blinking twice and moving sessions, between real clients, servers and HTTP. */
class SecondTriesTest {
  static {
    TrustedRecords.register();
  }

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String BREAKS = "SELECT CAST('abc' AS INT)";
  private static final DataType STRINGS =
      DataType.newBuilder().setString(DataType.String.getDefaultInstance()).build();
  private static final DataType STRINGS_AS_NEWER_ONES_SAY =
      DataType.newBuilder()
          .setString(DataType.String.newBuilder().setCollation("UTF8_BINARY"))
          .build();
  private static final DataType INTEGERS =
      DataType.newBuilder().setInteger(DataType.Integer.getDefaultInstance()).build();

  private TestFleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = new TestFleet();
    fleet.recent.broken.add(BREAKS);
  }

  @AfterEach
  void stop() {
    fleet.close();
    assertEquals(0, KeptOperation.kept(), "requests are kept of nobody");
  }

  private SparkConnectServiceBlockingStub etl() {
    return fleet.client(Map.of("x-workload-id", "etl"));
  }

  private static void quietly(SparkConnectServiceBlockingStub client) {
    var _ = client.releaseSession(release());
  }

  @Test
  void aReadThatBreaksOnTheNewVersionSucceedsOnTheOldOneInTheSameCall() {
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    SparkConnectServiceBlockingStub client = etl();
    var _ = client.config(set("spark.sql.shuffle.partitions", "7"));
    all(client.executePlan(command("CREATE TEMP VIEW v AS SELECT 1")));
    all(client.executePlan(query("SELECT 1")));

    List<ExecutePlanResponse> answer = all(client.executePlan(observant(query(BREAKS))));

    assertEquals(2, answer.size());
    assertEquals(
        List.of("SET spark.sql.shuffle.partitions=7", "CREATE TEMP VIEW v AS SELECT 1", BREAKS),
        fleet.old.seen);
    assertEquals("first-server", answer.getLast().getServerSideSessionId());
    assertTrue(fleet.old.observed.stream().allMatch(String::isEmpty));
    all(client.executePlan(observant(query("SELECT 2"))));
    assertEquals("SELECT 2", fleet.old.seen.getLast());
    assertTrue(fleet.old.observed.stream().allMatch(String::isEmpty));
    quietly(client);
    await().atMost(SOON).until(() -> fleet.events.size() == 4);
    assertEquals(
        List.of("1 STARTED 4.2.0", "1 FAILED 4.2.0", "2 STARTED 3.5.7", "2 SUCCEEDED 3.5.7"),
        fleet.told());
    assertEquals(SparkService.CONDITION, fleet.events.get(1).getError().getCondition());
    await().atMost(SOON).until(() -> fleet.recent.calls.contains("ReleaseSession"));
    assertEquals(0, fleet.gateway.openAttempts());
  }

  @Test
  void aReadThatRanOutOfMemoryIsTriedOnTheSizeThatTheVerdictNamedOnly() throws Exception {
    fleet.tell("recent", "4.2.0", fleet.recent.port(), "small", 512);
    fleet.controlPlane.judges(1, "RETRY_LARGER", "4.2.0");
    SparkConnectServiceBlockingStub client = etl();
    all(client.executePlan(query("SELECT 1")));
    fleet.controlPlane.advises("large", 2048, false);
    try (SparkService equal = new SparkService();
        SparkService large = new SparkService()) {
      fleet.tell("equal", "4.2.0", equal.port(), "small", 512);
      fleet.tell("large", "4.2.0", large.port(), "large", 2048);
      assertFalse(all(client.executePlan(query(BREAKS))).isEmpty());
      assertEquals(List.of(BREAKS), large.seen);
      assertEquals(List.of(), equal.seen);
      quietly(client);
      await().atMost(SOON).until(() -> fleet.events.size() == 4);
      assertEquals(
          List.of("small", "small", "large", "large"),
          fleet.events.stream().map(RunEvent::getClusterSize).toList());
    }
  }

  @Test
  void howALostServerEndedIsHeardBeforeItsFailureIsTold() throws Exception {
    fleet.controlPlane.judges(1, "RETRY_SAME", "4.2.0");
    try (TcpRelay wire = new TcpRelay(fleet.recent.port());
        SparkService spare = new SparkService()) {
      fleet.tell("recent", "4.2.0", wire.port(), ClusterState.READY);
      SparkConnectServiceBlockingStub client = etl();
      all(client.executePlan(query("SELECT 1")));
      fleet.tell("spare", "4.2.0", spare.port(), ClusterState.READY);
      fleet.recent.endless.add("SELECT 7");
      CompletableFuture<List<ExecutePlanResponse>> answer =
          CompletableFuture.supplyAsync(() -> all(client.executePlan(query("SELECT 7"))));
      await().atMost(SOON).until(() -> fleet.recent.hanging.get() == 1);
      wire.cut();
      await().during(Duration.ofMillis(200)).until(() -> fleet.events.size() == 1);
      fleet.tell("recent", "4.2.0", wire.port(), ClusterState.GONE);
      assertFalse(answer.get(20, TimeUnit.SECONDS).isEmpty());
      assertEquals(List.of("SELECT 7"), spare.seen);
      quietly(client);
      await().atMost(SOON).until(() -> fleet.events.size() == 4);
      assertEquals("1 FAILED 4.2.0", fleet.told().get(1));
    }
  }

  @Test
  void withoutALargerServerTheFailureIsTold() {
    fleet.tell("recent", "4.2.0", fleet.recent.port(), "small", 512);
    fleet.controlPlane.judges(1, "RETRY_LARGER", "4.2.0");
    SparkConnectServiceBlockingStub client = etl();
    all(client.executePlan(query("SELECT 1")));
    fleet.controlPlane.advises("large", 2048, false);
    assertThrows(StatusRuntimeException.class, () -> all(client.executePlan(query(BREAKS))));
    assertEquals(1, fleet.recent.seen.stream().filter(BREAKS::equals).count());
    quietly(client);
  }

  @Test
  void theControlArmIsTriedAgainAlike() {
    fleet.controlPlane.says("3.5.7");
    fleet.old.broken.add(BREAKS);
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    SparkConnectServiceBlockingStub client = etl();
    StatusRuntimeException failure =
        assertThrows(StatusRuntimeException.class, () -> all(client.executePlan(query(BREAKS))));
    assertEquals(Status.Code.INTERNAL, failure.getStatus().getCode());
    assertEquals(List.of(BREAKS, BREAKS), fleet.old.seen);
    quietly(client);
    await().atMost(SOON).until(() -> fleet.events.size() == 4);
    assertEquals(
        List.of("1 STARTED 3.5.7", "1 FAILED 3.5.7", "2 STARTED 3.5.7", "2 FAILED 3.5.7"),
        fleet.told());
  }

  @Test
  void whatFailsOnBothVersionsIsToldAsItFailedFirstAndTheSessionStaysAtHome() {
    fleet.old.broken.add(BREAKS);
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    SparkConnectServiceBlockingStub client = etl();
    StatusRuntimeException failure =
        assertThrows(StatusRuntimeException.class, () -> all(client.executePlan(query(BREAKS))));
    assertTrue(String.valueOf(failure.getMessage()).contains("CAST_INVALID_INPUT"));
    assertTrue(detailsOf(failure).getDetailsCount() > 0);
    all(client.executePlan(query("SELECT 2")));
    assertEquals("SELECT 2", fleet.recent.seen.getLast());
    quietly(client);
    await().atMost(SOON).until(() -> fleet.events.size() == 6);
    assertEquals(
        List.of(
            "1 STARTED 4.2.0",
            "1 FAILED 4.2.0",
            "2 STARTED 3.5.7",
            "2 FAILED 3.5.7",
            "3 STARTED 4.2.0",
            "3 SUCCEEDED 4.2.0"),
        fleet.told());
  }

  @Test
  void aFailureThatIsNotSuspectStandsAndTheSessionGoesOnAsTheNextAttempt() {
    fleet.controlPlane.judges(1, "FINISH", "3.5.7");
    SparkConnectServiceBlockingStub client = etl();
    assertThrows(StatusRuntimeException.class, () -> all(client.executePlan(query(BREAKS))));
    quietly(client);
    await().atMost(SOON).until(() -> fleet.gateway.openAttempts() <= 1);
    assertEquals(List.of("1 STARTED 4.2.0", "1 FAILED 4.2.0"), fleet.told());
    assertEquals(List.of(), fleet.old.seen);
  }

  @Test
  void otherColumnsThanTheClientWasToldAreNotForIt() {
    fleet.recent.schema = STRINGS;
    fleet.old.schema = INTEGERS;
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    SparkConnectServiceBlockingStub client = etl();
    StatusRuntimeException failure =
        assertThrows(StatusRuntimeException.class, () -> all(client.executePlan(query(BREAKS))));
    assertTrue(String.valueOf(failure.getMessage()).contains("CAST_INVALID_INPUT"));
    await().atMost(SOON).until(() -> fleet.events.size() == 4);
    assertEquals("BLINKTWICE_OTHER_SCHEMA", fleet.events.getLast().getError().getCondition());
  }

  @Test
  void columnsThatAreTheSameInOtherWordsAreToldOnce() {
    fleet.recent.schema = STRINGS_AS_NEWER_ONES_SAY;
    fleet.old.schema = STRINGS;
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    List<ExecutePlanResponse> answer = all(etl().executePlan(query(BREAKS)));
    assertEquals(1, answer.stream().filter(ExecutePlanResponse::hasSchema).count());
    assertEquals(3, answer.size());
  }

  @Test
  void aWriteIsNeverRepeated() {
    String write = "INSERT INTO t VALUES (1)";
    fleet.recent.broken.add(write);
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    assertThrows(StatusRuntimeException.class, () -> all(etl().executePlan(query(write))));
    assertEquals(List.of(), fleet.controlPlane.judged);
    assertEquals(List.of(), fleet.old.seen);
  }

  @Test
  void whoRetriesItselfGetsTheFailure() {
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    SparkConnectServiceBlockingStub client =
        fleet.client(Map.of("x-workload-id", "etl", "x-retries", "scheduler"));
    assertThrows(StatusRuntimeException.class, () -> all(client.executePlan(query(BREAKS))));
    assertEquals(List.of(), fleet.controlPlane.judged);
  }

  @Test
  void cachedDataKeepsItsSessionWhereItIs() {
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    SparkConnectServiceBlockingStub client = etl();
    all(client.executePlan(command("CACHE TABLE t")));
    assertThrows(StatusRuntimeException.class, () -> all(client.executePlan(query(BREAKS))));
    assertEquals(List.of(), fleet.old.seen);
    fleet.tell("recent", "4.2.0", fleet.recent.port(), ClusterState.GONE);
    StatusRuntimeException lost =
        assertThrows(
            StatusRuntimeException.class, () -> all(client.executePlan(query("SELECT 1"))));
    assertEquals(
        "session lost with cluster recent; it could not move because of cached data",
        lost.getStatus().getDescription());
  }

  @Test
  void aSessionOutlivesTheServerThatItWasOn() throws Exception {
    try (SparkService spare = new SparkService()) {
      SparkConnectServiceBlockingStub client = etl();
      var _ = client.config(set("spark.sql.ansi.enabled", "false"));
      fleet.tell("recent", "4.2.0", fleet.recent.port(), ClusterState.GONE);
      fleet.tell("spare", "4.2.0", spare.port(), ClusterState.READY);
      spare.serverSession = "second-server";
      List<ExecutePlanResponse> answer = all(client.executePlan(query("SELECT 1")));
      assertEquals(List.of("SET spark.sql.ansi.enabled=false", "SELECT 1"), spare.seen);
      assertEquals("first-server", answer.getLast().getServerSideSessionId());
      quietly(client);
      await().atMost(SOON).until(() -> fleet.events.size() == 2);
      assertEquals(List.of("1 STARTED 4.2.0", "1 SUCCEEDED 4.2.0"), fleet.told());
      assertEquals("spare", fleet.events.getLast().getCluster());
    }
  }

  @Test
  void aSessionLeavesAServerThatIsDrained() throws Exception {
    try (SparkService spare = new SparkService()) {
      SparkConnectServiceBlockingStub client = fleet.client(Map.of());
      fleet.tell("spare", "3.5.7", spare.port(), ClusterState.READY);
      var _ = client.config(set("a", "b"));
      boolean onOld = !fleet.old.seen.isEmpty();
      SparkService from = onOld ? fleet.old : spare;
      SparkService to = onOld ? spare : fleet.old;
      fleet.tell(onOld ? "old" : "spare", "3.5.7", from.port(), ClusterState.DRAINING);
      all(client.executePlan(query("SELECT 1")));
      assertEquals(List.of("SET a=b", "SELECT 1"), to.seen);
      await().atMost(SOON).until(() -> from.forgotten.contains("\0s1"));
    }
  }

  @Test
  void aReadWhoseServerDiesIsReadElsewhereForAClientWithoutAWorkload() throws Exception {
    try (TcpRelay wire = new TcpRelay(fleet.old.port());
        SparkService spare = new SparkService()) {
      fleet.tell("old", "3.5.7", wire.port(), ClusterState.READY);
      SparkConnectServiceBlockingStub client = fleet.client(Map.of());
      var _ = client.config(set("a", "b"));
      fleet.tell("spare", "3.5.7", spare.port(), ClusterState.READY);
      wire.cut();
      assertFalse(all(client.executePlan(query("SELECT 1"))).isEmpty());
      assertEquals(List.of("SET a=b", "SELECT 1"), spare.seen);
    }
  }

  private static com.google.rpc.Status detailsOf(StatusRuntimeException failure) {
    Metadata trailers = failure.getTrailers();
    assertTrue(trailers != null);
    com.google.rpc.Status details = trailers.get(SparkService.detailsKey());
    assertTrue(details != null);
    return details;
  }
}
