package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.router.harness.TestFleet;
import io.blinktwice.router.proxy.Visitor;
import io.blinktwice.router.proxy.WorkspaceLimits;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ReleaseExecuteRequest;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One workspace has as much of a gateway as it may have, and the others have theirs. */
class WorkspaceLimitsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Metadata.Key<String> WORKSPACE =
      Metadata.Key.of("workspace", Metadata.ASCII_STRING_MARSHALLER);

  private TestFleet fleet;

  /** Whoever says which workspace is theirs is believed. */
  @BeforeEach
  void start() throws Exception {
    fleet =
        new TestFleet(
            SessionLog.none(),
            (headers, from) ->
                new Visitor(
                    new WorkspaceId(String.valueOf(headers.get(WORKSPACE))), null, "somebody"),
            new WorkspaceLimits(3, 2, Long.MAX_VALUE));
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void operationsOfOneWorkspaceAreCountedUntilTheyAreOverHoweverTheyEnd() {
    for (int round = 0; round < 20; round++) {
      List<Context.CancellableContext> running = new ArrayList<>();
      running.add(hanging("red"));
      running.add(hanging("red"));
      assertEquals(2, fleet.gateway.shares().operations());
      assertRefused("2 operations under way (blinktwice.workspace-limits.operations)", "red");
      assertEquals(2, TestFleet.all(client("blue").executePlan(query("s1"))).size());
      client("red").releaseExecute(ReleaseExecuteRequest.newBuilder().setSessionId("s1").build());
      running.forEach(one -> one.cancel(null));
      await().atMost(SOON).until(() -> fleet.gateway.shares().operations() == 0);
      assertEquals(2, TestFleet.all(client("red").executePlan(query("s1"))).size());
    }
    await().atMost(SOON).until(() -> fleet.gateway.callsInSessions() == 0);
  }

  @Test
  void sessionsOfOneWorkspaceAreCountedWhileTheyLast() {
    SparkConnectServiceBlockingStub red = client("red");
    for (String session : List.of("s1", "s2", "s3")) {
      red.config(TestFleet.set("a", "1").toBuilder().setSessionId(session).build());
    }
    for (int more = 0; more < 50; more++) {
      ExecutePlanRequest request = query("more-" + more);
      StatusRuntimeException refusal =
          assertThrows(StatusRuntimeException.class, () -> TestFleet.all(red.executePlan(request)));
      assertRefusal("3 sessions (blinktwice.workspace-limits.sessions)", refusal);
    }
    assertEquals(3, fleet.gateway.openAttempts());
    assertEquals(0, fleet.gateway.shares().operations());
    client("blue").config(TestFleet.set("a", "1"));
    red.releaseSession(TestFleet.release());
    red.config(TestFleet.set("a", "1").toBuilder().setSessionId("s4").build());
  }

  @Test
  void aRunThatBeganHearsOfTheRefusal() {
    Context.CancellableContext first = hanging("red");
    Context.CancellableContext second = hanging("red");
    SparkConnectServiceBlockingStub etl = client("red", "x-workload-id", "etl");
    assertThrows(StatusRuntimeException.class, () -> TestFleet.all(etl.executePlan(query("s9"))));
    etl.releaseSession(TestFleet.release().toBuilder().setSessionId("s9").build());
    await().atMost(SOON).until(() -> fleet.events.size() == 2);
    assertEquals(RunEventKind.FAILED, fleet.events.getLast().getKind());
    assertEquals("BLINKTWICE_WORKSPACE_LIMIT", fleet.events.getLast().getError().getCondition());
    first.cancel(null);
    second.cancel(null);
  }

  private void assertRefused(String limit, String workspace) {
    assertRefusal(
        limit,
        assertThrows(
            StatusRuntimeException.class,
            () -> TestFleet.all(client(workspace).executePlan(query("s1")))));
  }

  private static void assertRefusal(String limit, StatusRuntimeException refusal) {
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refusal.getStatus().getCode());
    String sentence = String.valueOf(refusal.getStatus().getDescription());
    assertTrue(
        sentence.startsWith("[BLINKTWICE_WORKSPACE_LIMIT] the workspace red has")
            && sentence.endsWith(limit),
        sentence);
  }

  /** Under way at its server. */
  private Context.CancellableContext hanging(String workspace) {
    Context.CancellableContext context = Context.current().withCancellation();
    context.run(
        () ->
            client(workspace)
                .executePlan(TestFleet.query("hang").toBuilder().setSessionId("s1").build())
                .next());
    return context;
  }

  private static ExecutePlanRequest query(String session) {
    return TestFleet.query("SELECT 1").toBuilder().setSessionId(session).build();
  }

  private SparkConnectServiceBlockingStub client(String workspace) {
    return fleet.client(Map.of("workspace", workspace));
  }

  private SparkConnectServiceBlockingStub client(String workspace, String header, String value) {
    return fleet.client(Map.of("workspace", workspace, header, value));
  }
}
