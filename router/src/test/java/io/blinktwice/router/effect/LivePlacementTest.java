package io.blinktwice.router.effect;

import static io.blinktwice.router.harness.TestFleet.all;
import static io.blinktwice.router.harness.TestFleet.query;
import static io.blinktwice.router.harness.TestFleet.release;
import static io.blinktwice.router.harness.TestFleet.set;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.ClusterState;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.LatencyProfile;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.OperationOutcome;
import io.blinktwice.events.OperationProgress;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RoutingKind;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.router.harness.SparkService;
import io.blinktwice.router.harness.TestFleet;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Placement as clients meet it: two servers of one version behind a gateway. */
class LivePlacementTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String LARGE = "SELECT large";

  private TestFleet fleet;
  private SparkService second;
  private long sequence;

  @BeforeEach
  void start() throws Exception {
    fleet = new TestFleet();
    second = new SparkService();
    second.serverSession = "first-server";
    fleet.old.serverSession = "first-server";
  }

  @AfterEach
  void stop() {
    SparkConnectServiceBlockingStub client = client();
    for (String session : List.of("s0", "s1", "s2", "s3", "s4", "bound", "a", "b", "c", "d")) {
      var _ = client.releaseSession(release().toBuilder().setSessionId(session).build());
    }
    await().atMost(SOON).until(() -> KeptOperation.kept() == 0);
    fleet.close();
    second.close();
  }

  private void joinSecond() {
    fleet.tell("second", "3.5.7", second.port(), ClusterState.READY);
  }

  private SparkConnectServiceBlockingStub client(String... headers) {
    return headers.length == 0
        ? fleet.client(Map.of())
        : fleet.client(Map.of(headers[0], headers[1]));
  }

  private static ExecutePlanRequest in(String session, String sql) {
    return query(sql).toBuilder()
        .setSessionId(session)
        .setOperationId("op-" + session + "-" + Math.floorMod(sql.hashCode(), 1000))
        .build();
  }

  private void begun(SparkConnectServiceBlockingStub client, String session) {
    var _ = client.config(set("spark.a", "b").toBuilder().setSessionId(session).build());
  }

  private CompletableFuture<List<ExecutePlanResponse>> run(
      SparkConnectServiceBlockingStub client, ExecutePlanRequest request) {
    CompletableFuture<List<ExecutePlanResponse>> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(all(client.executePlan(request)));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  /** What a server reports: these operations, each with so many core-seconds. */
  private void busy(String cluster, double coreSeconds, String... operations) {
    fleet.desk.reported(
        ClusterUtilization.newBuilder()
            .setCluster(cluster)
            .setSequence(++sequence)
            .setCores(1)
            .setRunningOperations(operations.length)
            .setOperations(
                Stream.of(operations)
                    .map(
                        id ->
                            OperationProgress.newBuilder()
                                .setOperationId(id)
                                .setTaskMillis(Math.round(1000 * coreSeconds))
                                .build())
                    .toList())
            .setMeasuredAt(Instant.EPOCH)
            .build(),
        Instant.now().plus(fleet.ahead));
  }

  private List<RoutingDecision> decided(RoutingKind kind) {
    return fleet.decisions.stream().filter(one -> one.getKind() == kind).toList();
  }

  @Test
  void sessionsThatBeginTogetherLiveApart() {
    joinSecond();
    SparkConnectServiceBlockingStub client = client();
    for (String session : List.of("a", "b", "c", "d")) {
      begun(client, session);
    }
    assertEquals(2, fleet.old.seen.size());
    assertEquals(2, second.seen.size());
  }

  @Test
  void aStatementTakesItsSessionToTheClusterThatIsFree() {
    SparkConnectServiceBlockingStub client = client();
    begun(client, "s1");
    joinSecond();
    busy("old", 1, "x1", "x2", "x3", "x4", "x5", "x6");

    List<ExecutePlanResponse> answer = all(client.executePlan(in("s1", "SELECT 1")));

    assertEquals(2, answer.size());
    assertEquals(List.of("SET spark.a=b", "SELECT 1"), second.seen);
    RoutingDecision moved = decided(RoutingKind.MOVED).getFirst();
    assertEquals("second", moved.getCluster());
    assertEquals("old", moved.getMovedFrom());
    assertEquals(
        List.of("second", "old"),
        moved.getCandidates().stream().map(one -> one.getCluster()).toList());
    assertTrue(
        moved.getCandidates().getFirst().getScore() < moved.getCandidates().getLast().getScore());
    assertEquals("PRIOR", moved.getPrediction().getFrom());
    assertEquals(LatencyProfile.INTERACTIVE, moved.getLatency());
    await().atMost(SOON).until(() -> fleet.desk.running() == 0);
  }

  @Test
  void aSessionLivesWhereResolveAdvisesAndWhoNamesNoWorkloadAnywhere() {
    fleet.controlPlane.advises("large", 2048, false);
    fleet.controlPlane.says("3.5.7");
    fleet.tell("old", "3.5.7", fleet.old.port(), "small", 512);
    fleet.tell("second", "3.5.7", second.port(), "large", 2048);
    SparkConnectServiceBlockingStub advised = client("x-workload-id", "etl");
    for (String session : List.of("a", "b", "c")) {
      begun(advised, session);
    }
    all(advised.executePlan(in("a", "SELECT 1")));
    assertEquals(List.of(), fleet.old.seen);
    begun(client(), "d");
    assertEquals(1, fleet.old.seen.size());
  }

  @Test
  void aBoundSessionStaysWhereItIs() {
    SparkConnectServiceBlockingStub client = client();
    var _ = all(client.executePlan(in("s1", "CACHE TABLE t")));
    joinSecond();
    busy("old", 1, "x1", "x2", "x3", "x4", "x5", "x6");
    all(client.executePlan(in("s1", "SELECT 1")));
    assertEquals("SELECT 1", fleet.old.seen.getLast());
    assertEquals(List.of(), second.seen);
  }

  @Test
  void batchWorkWaitsWithItsClientToldAndGoesOnWhenThereIsRoom() throws Exception {
    SparkConnectServiceBlockingStub batch = client("x-latency", "batch");
    learnLarge(batch);
    fleet.old.endless.add(LARGE);
    for (String session : List.of("s1", "s2", "s3", "s4")) {
      begun(batch, session);
    }
    Context.CancellableContext first = Context.current().withCancellation();
    first.run(() -> batch.executePlan(in("s1", LARGE)));
    await().atMost(SOON).until(() -> fleet.old.hanging.get() == 1);

    fleet.old.endless.clear();
    CompletableFuture<List<ExecutePlanResponse>> next = run(batch, in("s2", LARGE));
    await().atMost(SOON).until(() -> fleet.desk.waiting() == 1);
    CompletableFuture<List<ExecutePlanResponse>> then = run(batch, in("s3", LARGE));
    await().atMost(SOON).until(() -> fleet.desk.waiting() == 2);
    StatusRuntimeException shed =
        assertThrows(StatusRuntimeException.class, () -> all(batch.executePlan(in("s4", LARGE))));
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, shed.getStatus().getCode());
    String words = String.valueOf(shed.getMessage());
    assertTrue(words.contains("BLINKTWICE_QUEUE_FULL"), words);
    await()
        .atMost(SOON)
        .until(
            () ->
                fleet.demands.stream()
                    .anyMatch(
                        one ->
                            !one.getClasses().isEmpty()
                                && one.getClasses().getFirst().getOperations() == 2
                                && one.getClasses().getFirst().getLatency() == LatencyProfile.BATCH
                                && one.getClasses().getFirst().getCoreSeconds() > 150));

    first.cancel(null);
    for (CompletableFuture<List<ExecutePlanResponse>> each : List.of(next, then)) {
      List<ExecutePlanResponse> answer = each.get(20, TimeUnit.SECONDS);
      assertTrue(answer.getLast().hasResultComplete());
      assertTrue(answer.getFirst().hasExecutionProgress(), "it was told that it waits");
      assertEquals("first-server", answer.getFirst().getServerSideSessionId());
      assertTrue(!answer.getFirst().getResponseId().isEmpty());
    }
    assertEquals(2, decided(RoutingKind.QUEUED).size());
    assertEquals(1, decided(RoutingKind.REFUSED).size());
    assertEquals(0, fleet.desk.waiting());
  }

  @Test
  void whoLeavesTheLineIsForgotten() {
    SparkConnectServiceBlockingStub batch = client("x-latency", "batch");
    learnLarge(batch);
    fleet.old.endless.add(LARGE);
    begun(batch, "s1");
    begun(batch, "s2");
    Context.CancellableContext first = Context.current().withCancellation();
    first.run(() -> batch.executePlan(in("s1", LARGE)));
    await().atMost(SOON).until(() -> fleet.old.hanging.get() == 1);
    Context.CancellableContext next = Context.current().withCancellation();
    next.run(() -> batch.executePlan(in("s2", LARGE)));
    await().atMost(SOON).until(() -> fleet.desk.waiting() == 1);
    next.cancel(null);
    await().atMost(SOON).until(() -> fleet.desk.waiting() == 0);
    assertEquals(
        "WITHDRAWN", decided(RoutingKind.REFUSED).getFirst().getReasons().getFirst().getRule());
    first.cancel(null);
    await().atMost(SOON).until(() -> fleet.desk.running() == 0);
  }

  /** From one run it is known that it needs a hundred core-seconds. */
  private void learnLarge(SparkConnectServiceBlockingStub client) {
    ExecutePlanRequest once = in("s0", LARGE);
    all(client.executePlan(once));
    Instant now = Instant.now();
    fleet.desk.measured(
        OperationMetrics.newBuilder()
            .setOperationId(once.getOperationId())
            .setSessionId("s0")
            .setCluster("old")
            .setEngineVersion("3.5.7")
            .setOutcome(OperationOutcome.FINISHED)
            .setMeasured(RunMetrics.newBuilder().setCpuMillis(100_000L).build())
            .setStartedAt(now)
            .setEndedAt(now)
            .build());
  }

  @Test
  void aReadThatRunsAwayBesideOthersIsBegunAgainAloneInTheSameCall() throws Exception {
    String endless = "SELECT endless";
    fleet.old.endless.add(endless);
    fleet.old.endless.add("SELECT neighbour");
    SparkConnectServiceBlockingStub client = client();
    var _ = all(client.executePlan(in("bound", "CACHE TABLE t")));
    begun(client, "s1");
    CompletableFuture<List<ExecutePlanResponse>> answer = run(client, in("s1", endless));
    await().atMost(SOON).until(() -> fleet.old.hanging.get() == 1);
    joinSecond();
    Context.CancellableContext beside = Context.current().withCancellation();
    beside.run(() -> client.executePlan(in("bound", "SELECT neighbour")));
    await().atMost(SOON).until(() -> fleet.old.hanging.get() == 2);

    fleet.ahead = Duration.ofSeconds(60);
    busy("old", 100, in("s1", endless).getOperationId());
    busy("second", 0);

    List<ExecutePlanResponse> received = answer.get(20, TimeUnit.SECONDS);
    assertTrue(received.getLast().hasResultComplete());
    assertEquals(endless, second.seen.getLast());
    assertTrue(fleet.old.calls.contains("ReleaseExecute"), "its server was told to stop");
    RoutingDecision isolated = decided(RoutingKind.ISOLATED).getFirst();
    assertEquals("old", isolated.getCluster());
    assertEquals("HAS_A_RUNAWAY", isolated.getReasons().getFirst().getRule());
    RoutingDecision moved = decided(RoutingKind.MOVED).getLast();
    assertEquals(LatencyProfile.BATCH, moved.getLatency());
    assertEquals("OVERRUN", moved.getPrediction().getFrom());
    beside.cancel(null);
    await().atMost(SOON).until(() -> fleet.desk.running() == 0);
  }

  @Test
  void aClusterThatDrainsGetsNothingNewAndOneThatDiesIsForgotten() {
    joinSecond();
    SparkConnectServiceBlockingStub client = client();
    fleet.tell("old", "3.5.7", fleet.old.port(), ClusterState.DRAINING);
    begun(client, "s1");
    all(client.executePlan(in("s1", "SELECT 1")));
    assertEquals(List.of(), fleet.old.seen);
    fleet.tell("old", "3.5.7", fleet.old.port(), ClusterState.READY);
    fleet.tell("second", "3.5.7", second.port(), ClusterState.GONE);
    all(client.executePlan(in("s1", "SELECT 2")));
    assertEquals(List.of("SET spark.a=b", "SELECT 2"), fleet.old.seen);
  }
}
