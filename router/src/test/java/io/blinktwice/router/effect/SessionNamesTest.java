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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.SideEffects;
import io.blinktwice.router.decision.UndeclaredWork;
import io.blinktwice.router.harness.TestFleet;
import io.blinktwice.router.placement.wire.PlanWords;
import io.blinktwice.schemas.TrustedRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.apache.spark.connect.proto.UserContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that declare no workload, between real clients, servers and HTTP. */
class SessionNamesTest {
  static {
    TrustedRecords.register();
  }

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String MONDAY = "SELECT sum(n) FROM orders WHERE day = '2026-11-30'";
  private static final String TUESDAY = "SELECT sum(n) FROM orders WHERE day = '2026-12-01'";

  private TestFleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = TestFleet.recognising();
  }

  @AfterEach
  void stop() {
    fleet.close();
    assertEquals(0, KeptOperation.kept(), "requests are kept of nobody");
  }

  private static String fingerprint(String user, String client, String sql) {
    return Fingerprint.of(
            WorkspaceId.DEFAULT, UndeclaredWork.of(user, client, PlanWords.ofSql(sql)).identity())
        .value();
  }

  private void told(int events) {
    await().atMost(SOON).until(() -> fleet.events.size() == events);
  }

  @Test
  void aSessionIsRecognisedByItsFirstPlanAndGoesToTheVersionThatItGets() {
    SparkConnectServiceBlockingStub client = fleet.client(Map.of());
    var _ = client.config(set("a", "b"));
    all(client.executePlan(command("CREATE TEMP VIEW v AS SELECT 1")));
    assertEquals(List.of("SET a=b", "CREATE TEMP VIEW v AS SELECT 1"), fleet.old.seen);
    assertEquals(List.of(), fleet.controlPlane.asked);

    all(client.executePlan(query(MONDAY)));

    assertEquals(List.of("SET a=b", "CREATE TEMP VIEW v AS SELECT 1", MONDAY), fleet.recent.seen);
    assertEquals(1, fleet.controlPlane.asked.size());
    assertTrue(fleet.controlPlane.asked.getFirst().contains("planShape"));
    all(client.executePlan(query("SELECT 2 FROM elsewhere")));
    var _ = client.releaseSession(release());
    told(2);
    assertEquals(List.of("1 STARTED 4.2.0", "1 SUCCEEDED 4.2.0"), fleet.told());
    RunEvent end = fleet.events.getLast();
    assertEquals(fingerprint("", "", MONDAY), end.getFingerprint());
    assertTrue(end.getWorkload().startsWith("plans "), end.getWorkload());
    assertEquals("sql select sum ( n ) from orders where day = ?", end.getIdentity().get("plan"));
    assertEquals(SideEffects.NONE_SEEN, end.getSideEffects());
    assertFalse(end.getFallback());
    assertEquals("d-1", end.getDecisionId());
    await().atMost(SOON).until(() -> fleet.gateway.openAttempts() == 0);
  }

  @Test
  void theSameWorkOfTheSameUserIsOneWorkloadWhateverItsValues() {
    for (String session : List.of("monday", "tuesday", "ben", "other")) {
      ExecutePlanRequest.Builder plan =
          query(session.equals("monday") ? MONDAY : TUESDAY).toBuilder().setSessionId(session);
      if (session.equals("other")) {
        plan = query(MONDAY.replace("orders", "returns")).toBuilder().setSessionId(session);
      }
      String user = session.equals("ben") ? "ben" : "ann";
      String client = "etl spark/4.%d.0 os/linux".formatted(session.equals("monday") ? 0 : 1);
      all(
          fleet
              .client(Map.of())
              .executePlan(
                  plan.setClientType(client)
                      .setUserContext(UserContext.newBuilder().setUserId(user))
                      .build()));
    }
    told(4);
    List<String> fingerprints = fleet.events.stream().map(RunEvent::getFingerprint).toList();
    assertEquals(fingerprint("ann", "etl", TUESDAY), fingerprints.getFirst());
    assertEquals(fingerprints.getFirst(), fingerprints.get(1));
    assertNotEquals(fingerprints.getFirst(), fingerprints.get(2));
    assertNotEquals(fingerprints.getFirst(), fingerprints.get(3));
    assertEquals(List.of("ann", "ann", "ben", "ann"), users());
    assertEquals("monday", fleet.events.getFirst().getRunId());
  }

  private List<String> users() {
    return fleet.events.stream().map(event -> event.getIdentity().get("user")).toList();
  }

  @Test
  void aReadThatBreaksIsTriedAgainAsForADeclaredWorkload() {
    fleet.recent.broken.add(MONDAY);
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    SparkConnectServiceBlockingStub client = fleet.client(Map.of());
    var _ = client.config(set("a", "b"));

    assertFalse(all(client.executePlan(query(MONDAY))).isEmpty());

    var _ = client.releaseSession(release());
    told(4);
    assertEquals(
        List.of("1 STARTED 4.2.0", "1 FAILED 4.2.0", "2 STARTED 3.5.7", "2 SUCCEEDED 3.5.7"),
        fleet.told());
    assertEquals(1, fleet.events.stream().map(RunEvent::getFingerprint).distinct().count());
    assertTrue(
        fleet
            .controlPlane
            .judged
            .getFirst()
            .contains(fingerprint("", "", MONDAY).replace(":", "%3A")),
        fleet.controlPlane.judged::toString);
  }

  @Test
  void whereItsVersionIsNotToBeHadItStaysAndSaysWhereItRan() {
    fleet.controlPlane.says("4.1.2");
    SparkConnectServiceBlockingStub client = fleet.client(Map.of());
    var _ = client.config(set("a", "b"));
    all(client.executePlan(query(MONDAY)));
    var _ = client.releaseSession(release());
    told(2);
    assertEquals(List.of("1 STARTED 3.5.7", "1 SUCCEEDED 3.5.7"), fleet.told());
    assertTrue(fleet.events.getFirst().getFallback());
    assertEquals(List.of("SET a=b", MONDAY), fleet.old.seen);
  }

  @Test
  void ofASessionThatBeganElsewhereTheFirstPlanIsNotKnown() {
    SparkConnectServiceBlockingStub client = fleet.client(Map.of());
    all(client.executePlan(observant(query(MONDAY))));
    all(client.executePlan(observant(query(TUESDAY))));
    var _ = client.releaseSession(release());
    await().atMost(SOON).until(() -> fleet.gateway.openAttempts() == 0);
    assertEquals(List.of(), fleet.controlPlane.asked);
    assertEquals(List.of(), fleet.events);
  }

  @Test
  void statementsThatComeTogetherAreOfOneRun() {
    SparkConnectServiceBlockingStub client = fleet.client(Map.of());
    var _ = client.config(set("a", "b"));
    List<CompletableFuture<?>> calls =
        IntStream.range(0, 8)
            .<CompletableFuture<?>>mapToObj(
                at ->
                    CompletableFuture.supplyAsync(
                        () -> all(client.executePlan(query("SELECT * FROM t" + at)))))
            .toList();
    calls.forEach(CompletableFuture::join);
    var _ = client.releaseSession(release());
    told(2);
    assertEquals(1, fleet.controlPlane.asked.size());
    assertEquals(1, fleet.events.stream().map(RunEvent::getFingerprint).distinct().count());
  }
}
