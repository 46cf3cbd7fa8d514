package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.router.harness.SparkService;
import io.blinktwice.router.harness.TestFleet;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.proxy.AccessLog;
import io.blinktwice.router.proxy.CallAccount;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One line and one count for each call, with where it went and what it took. */
class CallAccountTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final CallAccount.Server RECENT =
      new CallAccount.Server("recent", "4.2.0", "local");

  private TestFleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = new TestFleet();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void aCallThatWorksIsCountedByMethodAndPool() {
    double calls = RouterMetrics.CALLS.value("ExecutePlan", "ok");
    double atThePool = RouterMetrics.POOL_CALLS.value("local", "ok");
    double received = RouterMetrics.MESSAGE_BYTES.value("ExecutePlan", "received");
    double sent = RouterMetrics.MESSAGE_BYTES.value("ExecutePlan", "sent");
    long observed = RouterMetrics.CALL_SECONDS.count("ExecutePlan");
    ExecutePlanRequest request =
        TestFleet.query("SELECT 1").toBuilder().setOperationId("op\n1").build();
    TestFleet.all(fleet.client(Map.of("x-workload-id", "etl")).executePlan(request));

    AccessLog.Line line = only();
    assertEquals("ExecutePlan", line.method());
    assertEquals("default", line.workspace());
    assertEquals("s1", line.session());
    assertEquals("op?1", line.operation());
    assertEquals(RECENT, line.server());
    assertEquals(Status.Code.OK, line.status());
    assertEquals(request.getSerializedSize(), line.bytesReceived());
    assertTrue(line.bytesSent() > SparkService.MEGABYTE, line.toString());
    assertEquals(calls + 1, RouterMetrics.CALLS.value("ExecutePlan", "ok"));
    assertEquals(atThePool + 1, RouterMetrics.POOL_CALLS.value("local", "ok"));
    assertEquals(
        received + line.bytesReceived(),
        RouterMetrics.MESSAGE_BYTES.value("ExecutePlan", "received"));
    assertEquals(sent + line.bytesSent(), RouterMetrics.MESSAGE_BYTES.value("ExecutePlan", "sent"));
    assertEquals(observed + 1, RouterMetrics.CALL_SECONDS.count("ExecutePlan"));
  }

  @Test
  void aReadThatWasTriedAgainIsOneCallAtTheServerThatAnswered() {
    fleet.recent.broken.add("SELECT CAST('abc' AS INT)");
    fleet.controlPlane.judges(1, "RETRY_LAST_GOOD", "3.5.7");
    TestFleet.all(
        fleet
            .client(Map.of("x-workload-id", "etl"))
            .executePlan(TestFleet.query("SELECT CAST('abc' AS INT)")));
    assertEquals(new CallAccount.Server("old", "3.5.7", "local"), only().server());
  }

  @Test
  void aCallThatItsClientLeavesOrThatNoServerHadIsToldToo() {
    Context.CancellableContext context = Context.current().withCancellation();
    context.run(
        () ->
            fleet
                .client(Map.of("x-workload-id", "etl"))
                .executePlan(TestFleet.query("hang"))
                .next());
    context.cancel(null);
    assertEquals(Status.Code.CANCELLED, only().status());
    assertEquals(RECENT, only().server());

    assertThrows(
        StatusRuntimeException.class,
        () -> fleet.client(Map.of("x-attempt", "two")).config(TestFleet.set("secret", "s3cret")));
    await().atMost(SOON).until(() -> fleet.lines.size() == 2);
    AccessLog.Line refused = fleet.lines.getLast();
    assertEquals(Status.Code.INVALID_ARGUMENT, refused.status());
    assertNull(refused.server());
    assertFalse(refused.toString().contains("s3cret"));
  }

  private AccessLog.Line only() {
    await().atMost(SOON).until(() -> !fleet.lines.isEmpty());
    assertEquals(1, fleet.lines.size());
    return fleet.lines.getFirst();
  }
}
