package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.WireError;
import io.blinktwice.router.harness.FakeResolve;
import io.blinktwice.router.harness.SparkService;
import io.blinktwice.router.harness.TcpRelay;
import io.blinktwice.router.proxy.AccessLog;
import io.blinktwice.router.proxy.Front;
import io.blinktwice.router.proxy.WorkspaceLimits;
import io.blinktwice.runtime.kafka.TopicView;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.FetchErrorDetailsRequest;
import org.apache.spark.connect.proto.FetchErrorDetailsResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway but Kafka, between real clients, servers and HTTP. */
class GatewayTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<RunEvent> events = new CopyOnWriteArrayList<>();
  private final List<ManagedChannel> clients = new ArrayList<>();
  private SparkService spark;
  private FakeResolve resolve;
  private Gateway gateway;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    spark = new SparkService();
    resolve = new FakeResolve();
    resolve.says("4.2.0");
    resolve.warmUp();
    gateway =
        new Gateway(
            new Gateway.Settings(
                Front.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                resolve.url(),
                new EngineVersion("3.5.7"),
                Duration.ofMillis(300),
                Duration.ofMillis(50),
                folder.resolve("secret"),
                null,
                false,
                WorkspaceLimits.NONE,
                AccessLog.NONE),
            told -> events.add(told.event()));
  }

  @AfterEach
  void stop() {
    clients.forEach(ManagedChannel::shutdownNow);
    gateway.close();
    resolve.close();
    spark.close();
  }

  @Test
  void aRunThatWorksIsToldOfFromStartToEnd() throws Exception {
    ready("c1", "4.2.0", spark.port());
    Files.writeString(folder.resolve("secret"), "open-sesame\n");
    SparkConnectServiceBlockingStub client = client(Map.of("x-workload-id", "etl"));
    assertEquals("s1", client.config(config("s1")).getSessionId());
    RunEvent started = events.getFirst();
    assertEquals(RunEventKind.STARTED, started.getKind());
    assertEquals("4.2.0", started.getEngineVersion());
    assertEquals("s1", started.getRunId());
    assertEquals("c1", started.getCluster());
    assertEquals("d-1", started.getDecisionId());
    assertEquals(7L, started.getEpoch());

    assertEquals(2, drain(client.executePlan(query("s1", "SELECT 1"))));
    client.releaseSession(release("s1"));
    await().atMost(SOON).until(() -> events.size() == 2);
    assertEquals(List.of(RunEventKind.STARTED, RunEventKind.SUCCEEDED), kinds());
    RunEvent ended = events.getLast();
    assertEquals(SideEffects.UNKNOWN, started.getSideEffects());
    assertEquals(SideEffects.NONE_SEEN, ended.getSideEffects());
    assertEquals(Map.of(), started.getMetrics());
    assertEquals(Map.of("statements", 1.0), ended.getMetrics());
    assertNull(ended.getError());
    assertEquals(1, resolve.asked.size());
    assertTrue(
        spark.headers.stream()
            .allMatch(h -> "open-sesame".equals(h.get(key("x-blinktwice-pool-secret")))));

    client.releaseSession(release("s1"));
    assertEquals(2, events.size());
    assertEquals(0, gateway.openAttempts());
  }

  @Test
  void aFailureIsToldAsItWasOnTheWireWithoutItsSecrets() {
    ready("c1", "4.2.0", spark.port());
    SparkConnectServiceBlockingStub client =
        client(Map.of("x-workload-id", "etl", "x-run-id", "r7", "x-attempt", "2"));
    StatusRuntimeException failure =
        assertThrows(
            StatusRuntimeException.class, () -> drain(client.executePlan(query("s1", "fail"))));
    assertEquals(Status.Code.INTERNAL, failure.getStatus().getCode());
    client.releaseSession(release("s1"));
    await().atMost(SOON).until(() -> events.size() == 2);
    RunEvent ended = events.getLast();
    assertEquals(RunEventKind.FAILED, ended.getKind());
    assertEquals("r7", ended.getRunId());
    assertEquals(2, ended.getAttempt());
    assertEquals("INTERNAL", ended.getError().getGrpcStatus());
    assertEquals(SparkService.CONDITION, ended.getError().getCondition());
    assertEquals("[CAST_INVALID_INPUT] password=*** ünïcode", ended.getError().getMessage());
    assertEquals(SideEffects.MAY_HAVE_WRITTEN, ended.getSideEffects());
  }

  @Test
  void aFailureIsToldAsItsServerHasItAndItsClientStillGetsThat() {
    ready("c1", "4.2.0", spark.port());
    spark.errorId = "e1";
    SparkConnectServiceBlockingStub client = client(Map.of("x-workload-id", "etl"));
    assertThrows(
        StatusRuntimeException.class, () -> drain(client.executePlan(query("s1", "fail"))));
    FetchErrorDetailsRequest asked =
        FetchErrorDetailsRequest.newBuilder().setSessionId("s1").setErrorId("e1").build();
    FetchErrorDetailsResponse told = client.fetchErrorDetails(asked);
    assertEquals(SparkService.WHOLE_MESSAGE, told.getErrors(0).getMessage());
    assertEquals(0, client.fetchErrorDetails(asked).getErrorsCount(), "it is given out once");
    client.releaseSession(release("s1"));
    await().atMost(SOON).until(() -> events.size() == 2);
    WireError error = events.getLast().getError();
    assertEquals("[CAST_INVALID_INPUT] password=*** and all the rest of it", error.getMessage());
    assertEquals(
        List.of("org.apache.spark.SparkNumberFormatException", "java.lang.NumberFormatException"),
        error.getExceptionChain());
    assertEquals("22018", error.getSqlState());
  }

  @Test
  void aServerThatDiesDuringACallIsNamed() throws Exception {
    try (TcpRelay wire = new TcpRelay(spark.port())) {
      ready("c1", "4.2.0", wire.port());
      SparkConnectServiceBlockingStub client = client(Map.of("x-workload-id", "etl"));
      Iterator<ExecutePlanResponse> answer = client.executePlan(query("s1", "hang"));
      answer.next();
      wire.cut();
      StatusRuntimeException failure =
          assertThrows(StatusRuntimeException.class, () -> drain(answer));
      assertEquals(Status.Code.ABORTED, failure.getStatus().getCode());
      assertTrue(String.valueOf(failure.getMessage()).contains("cluster c1 was lost"));

      gone("c1", "4.2.0", wire.port());
      assertRefused(Status.Code.ABORTED, "session lost with cluster c1", client);
      clients.getLast().shutdownNow();
      await().atMost(SOON).until(() -> events.size() == 2);
      assertEquals(RunEventKind.FAILED, events.getLast().getKind());
      assertEquals("UNAVAILABLE", events.getLast().getError().getGrpcStatus());
      assertEquals("BLINKTWICE_CLUSTER_LOST", events.getLast().getError().getCondition());
      assertEquals("c1", events.getLast().getCluster());
    }
  }

  @Test
  void aClientThatDiesDuringACallWasKilled() throws Exception {
    ready("c1", "4.2.0", spark.port());
    try (TcpRelay wire = new TcpRelay(gateway.port())) {
      SparkConnectServiceBlockingStub client =
          client(wire.port(), Map.of("x-workload-id", "etl", "x-side-effects", "append"));
      client.executePlan(query("s1", "hang")).next();
      wire.cut();
      await().atMost(SOON).until(() -> events.size() == 2);
      assertEquals(RunEventKind.KILLED, events.getLast().getKind());
      assertEquals(SideEffects.DECLARED_APPEND, events.getLast().getSideEffects());
    }
  }

  @Test
  void aSessionWaitsForAClusterAndIsThenToldWhatThereIs() {
    ready("c1", "3.5.7", spark.port());
    SparkConnectServiceBlockingStub client = client(Map.of("x-workload-id", "etl"));
    assertRefused(
        Status.Code.FAILED_PRECONDITION,
        "no cluster of version 4.2.0 became ready within 0 s; there is c1 on 3.5.7 (READY)",
        client);
    clients.getLast().shutdownNow();
    await().atMost(SOON).until(() -> events.size() == 2);
    assertEquals(RunEventKind.FAILED, events.getLast().getKind());
    assertEquals("BLINKTWICE_NO_CLUSTER", events.getLast().getError().getCondition());
    assertNull(events.getLast().getCluster());
  }

  @Test
  void aClusterThatLeadsNowhereIsNamed() {
    tell("c1", "4.2.0", -1, ClusterState.READY);
    assertRefused(
        Status.Code.FAILED_PRECONDITION,
        "cluster c1 has no usable address: 127.0.0.1:-1",
        client(Map.of("x-workload-id", "etl")));
    clients.getLast().shutdownNow();
    await().atMost(SOON).until(() -> events.size() == 2);
    assertEquals("BLINKTWICE_CLUSTER_UNUSABLE", events.getLast().getError().getCondition());
  }

  @Test
  void anAttemptThatResolveKnowsMayHaveWrittenBefore() {
    ready("c1", "4.2.0", spark.port());
    resolve.hasSeenTheAttemptStart("4.2.0");
    assertEquals(SideEffects.UNKNOWN, writesOfAQuery("s1"));
  }

  @Test
  void nobodyVouchesForAnAttemptWithoutResolve() {
    ready("c0", "3.5.7", spark.port());
    resolve.fails(503);
    assertEquals(SideEffects.UNKNOWN, writesOfAQuery("s1"));
  }

  @Test
  void aClientThatOnlyAsksWasNotARun() {
    ready("c1", "4.2.0", spark.port());
    SparkConnectServiceBlockingStub client = client(Map.of("x-workload-id", "etl"));
    client.config(config("s1"));
    client.analyzePlan(
        AnalyzePlanRequest.newBuilder()
            .setSessionId("s1")
            .setSparkVersion(AnalyzePlanRequest.SparkVersion.getDefaultInstance())
            .build());
    client.releaseSession(release("s1"));
    await().atMost(SOON).until(() -> events.size() == 2);
    assertEquals(RunEventKind.KILLED, events.getLast().getKind());
    assertEquals(Map.of("statements", 0.0), events.getLast().getMetrics());
  }

  @Test
  void aClusterThatBecomesReadyMeanwhileIsUsed() {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> client(Map.of("x-workload-id", "etl")).config(config("s1")).getSessionId());
    await().atMost(SOON).until(() -> !events.isEmpty());
    ready("c1", "4.2.0", spark.port());
    assertEquals("s1", answer.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join());
    assertNull(events.getFirst().getCluster());
  }

  @Test
  void withoutResolveTheLastAnswerHoldsThenTheConfiguredVersion() {
    ready("c1", "4.2.0", spark.port());
    ready("c0", "3.5.7", spark.port());
    client(Map.of("x-workload-id", "known")).config(config("s1"));
    resolve.fails(503);
    client(Map.of("x-workload-id", "known")).config(config("s2"));
    client(Map.of("x-workload-id", "unknown")).config(config("s3"));
    assertEquals(
        List.of("4.2.0", "4.2.0", "3.5.7"),
        events.stream().map(RunEvent::getEngineVersion).toList());
    assertEquals(List.of(false, true, true), events.stream().map(RunEvent::getFallback).toList());
  }

  @Test
  void aClientWithoutAWorkloadIsServedAndNotToldOf() {
    ready("c0", "3.5.7", spark.port());
    SparkConnectServiceBlockingStub client = client(Map.of());
    assertEquals("s1", client.config(config("s1")).getSessionId());
    client.releaseSession(release("s1"));
    await().atMost(SOON).until(() -> gateway.openAttempts() == 0);
    assertEquals(List.of(), events);
    assertEquals(List.of(), resolve.asked);
  }

  @Test
  void allSessionsOfAnAttemptGetOneVersion() {
    ready("c1", "4.2.0", spark.port());
    Map<String, String> run = Map.of("x-workload-id", "etl", "x-run-id", "r1");
    client(run).config(config("s1"));
    resolve.says("3.5.7");
    client(run).config(config("s2"));
    assertEquals(1, resolve.asked.size());
    assertEquals(List.of(RunEventKind.STARTED), kinds());
  }

  @Test
  void aClientWhoseEnvironmentNoVersionSuitsIsToldSoAndNotServed() {
    ready("c1", "4.2.0", spark.port());
    resolve.refuses("unsupported-by-environment", "4.2.0 (stable), but py310-2 supports 3.x");
    Map<String, String> headers = Map.of("x-workload-id", "etl", "x-environment", "py310-2");
    StatusRuntimeException refusal =
        assertThrows(StatusRuntimeException.class, () -> client(headers).config(config("s1")));
    assertEquals(Status.Code.FAILED_PRECONDITION, refusal.getStatus().getCode());
    assertEquals("4.2.0 (stable), but py310-2 supports 3.x", refusal.getStatus().getDescription());
    assertEquals(List.of(), events);
    resolve.says("4.2.0");
    assertEquals("s1", client(headers).config(config("s1")).getSessionId());
  }

  @Test
  void aBadHeaderIsNamed() {
    StatusRuntimeException refusal =
        assertThrows(
            StatusRuntimeException.class,
            () -> client(Map.of("x-workload-id", "etl", "x-attempt", "two")).config(config("s")));
    assertEquals(Status.Code.INVALID_ARGUMENT, refusal.getStatus().getCode());
    assertTrue(String.valueOf(refusal.getMessage()).contains("'x-attempt'"));
    assertEquals(List.of(), events);
  }

  @Test
  void aGatewayThatStopsEndsNoAttempt() {
    ready("c1", "4.2.0", spark.port());
    client(Map.of("x-workload-id", "etl")).config(config("s1"));
    gateway.close();
    await().atMost(SOON).during(Duration.ofMillis(200)).until(() -> events.size() == 1);
  }

  @Test
  void tidyingUpAfterARestartInventsNothing() {
    ready("c1", "4.2.0", spark.port());
    client(Map.of("x-workload-id", "etl")).releaseSession(release("s1"));
    clients.getLast().shutdownNow();
    await().atMost(SOON).until(() -> gateway.openAttempts() == 0);
    assertEquals(List.of(), events);
  }

  private SideEffects writesOfAQuery(String session) {
    SparkConnectServiceBlockingStub client = client(Map.of("x-workload-id", "etl"));
    drain(client.executePlan(query(session, "SELECT 1")));
    client.releaseSession(release(session));
    await().atMost(SOON).until(() -> events.size() == 2);
    assertEquals(RunEventKind.SUCCEEDED, events.getLast().getKind());
    return events.getLast().getSideEffects();
  }

  private void assertRefused(
      Status.Code code, String sentence, SparkConnectServiceBlockingStub client) {
    StatusRuntimeException refusal =
        assertThrows(StatusRuntimeException.class, () -> client.config(config("s1")));
    assertEquals(code, refusal.getStatus().getCode());
    assertEquals(sentence, refusal.getStatus().getDescription());
  }

  private List<RunEventKind> kinds() {
    return events.stream().map(RunEvent::getKind).toList();
  }

  private void ready(String cluster, String version, int port) {
    tell(cluster, version, port, ClusterState.READY);
  }

  private void gone(String cluster, String version, int port) {
    tell(cluster, version, port, ClusterState.GONE);
  }

  private void tell(String cluster, String version, int port, ClusterState state) {
    ClusterLifecycle record =
        ClusterLifecycle.newBuilder()
            .setCluster(cluster)
            .setVersion(version)
            .setState(state)
            .setAddress("127.0.0.1:" + port)
            .setPid(1L)
            .setAt(Instant.EPOCH)
            .build();
    gateway.clusters().on(new TopicView.Record<>(cluster, record, 0, 0, Instant.EPOCH));
  }

  private SparkConnectServiceBlockingStub client(Map<String, String> headers) {
    return client(gateway.port(), headers);
  }

  private SparkConnectServiceBlockingStub client(int port, Map<String, String> headers) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .usePlaintext()
            .build();
    clients.add(channel);
    Metadata metadata = new Metadata();
    headers.forEach((name, value) -> metadata.put(key(name), value));
    return SparkConnectServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  private static int drain(Iterator<ExecutePlanResponse> answer) {
    int messages = 0;
    while (answer.hasNext()) {
      assertNotNull(answer.next());
      messages++;
    }
    return messages;
  }

  private static ConfigRequest config(String session) {
    return ConfigRequest.newBuilder().setSessionId(session).build();
  }

  private static ReleaseSessionRequest release(String session) {
    return ReleaseSessionRequest.newBuilder().setSessionId(session).build();
  }

  private static ExecutePlanRequest query(String session, String sql) {
    return ExecutePlanRequest.newBuilder()
        .setSessionId(session)
        .setPlan(
            Plan.newBuilder().setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql))))
        .build();
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
