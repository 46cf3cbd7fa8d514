package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.RunEventKind;
import io.blinktwice.router.harness.SparkService;
import io.blinktwice.router.harness.TestFleet;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.junit.jupiter.api.Test;

/** A gateway that is told to stop: others take over, what runs finishes. */
class DrainTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Map<String, String> RUN = Map.of("x-workload-id", "etl");

  @Test
  void whatRunsFinishesAndWhatIsNewGoesElsewhere() throws Exception {
    try (TestFleet fleet = new TestFleet()) {
      SparkConnectServiceBlockingStub client = fleet.client(RUN);
      Iterator<ExecutePlanResponse> running = client.executePlan(TestFleet.query("stream"));
      int[] seen = {1};
      running.next();
      CompletableFuture<Boolean> drained = drained(fleet.gateway, SOON);
      await().atMost(SOON).until(() -> !fleet.gateway.isListening());
      assertEquals(
          Status.Code.UNAVAILABLE,
          assertThrows(
                  StatusRuntimeException.class,
                  () -> fleet.client(Map.of()).config(TestFleet.set("a", "1")))
              .getStatus()
              .getCode());
      assertFalse(drained.isDone());
      running.forEachRemaining(_ -> seen[0]++);
      assertEquals(SparkService.STREAMED, seen[0]);
      assertTrue(drained.get(20, TimeUnit.SECONDS));
      assertEquals(
          List.of(RunEventKind.STARTED),
          fleet.events.stream().map(event -> event.getKind()).toList(),
          "its client was sent elsewhere, its run goes on there");
    }
  }

  @Test
  void whatDoesNotFinishIsCutAfterTheBound() throws Exception {
    try (TestFleet fleet = new TestFleet()) {
      Iterator<ExecutePlanResponse> running =
          fleet.client(RUN).executePlan(TestFleet.query("hang"));
      running.next();
      assertFalse(fleet.gateway.drain(Duration.ofMillis(50)));
      assertEquals(1, fleet.gateway.operations());
      fleet.gateway.close();
      assertThrows(StatusRuntimeException.class, running::next);
      await().atMost(SOON).until(() -> fleet.gateway.operations() == 0);
    }
  }

  private static CompletableFuture<Boolean> drained(Gateway gateway, Duration atMost) {
    CompletableFuture<Boolean> drained = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                drained.complete(gateway.drain(atMost));
              } catch (InterruptedException e) {
                drained.completeExceptionally(e);
              }
            });
    return drained;
  }
}
