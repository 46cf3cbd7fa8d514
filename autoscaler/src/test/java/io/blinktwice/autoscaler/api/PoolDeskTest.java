package io.blinktwice.autoscaler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.Pool;
import io.blinktwice.events.ScalingAction;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.runtime.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PoolDeskTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  private final PoolView view = new PoolView();
  private final PoolDesk desk =
      new PoolDesk(view, new LoopedPoolLog(view), Clock.fixed(AT, ZoneOffset.UTC));

  /** A log whose view sees at once what is written. */
  private record LoopedPoolLog(PoolView view) implements PoolLog {
    @Override
    public CompletableFuture<Void> want(Pool pool) {
      view.pool(pool.getPool(), pool);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isRead() {
      return true;
    }
  }

  @Test
  void whatIsLeftOutStaysAsItIs() {
    want(
        "{\"objective\": 0.02, \"maxClusters\": 4, \"sizes\": [{\"size\": \"small\", \"cores\":"
            + " 2}]}");
    PoolAnswer answer = want("{\"mode\": \"performance\", \"lateAfter\": 10}");
    assertEquals("performance", answer.mode());
    assertEquals(0.02, answer.objective());
    assertEquals(10L, answer.lateAfter());
    assertEquals(4, answer.maxClusters());
    assertEquals("small", answer.sizes().getFirst().size());
    assertTrue(answer.wanted());
  }

  @Test
  void whatIsImpossibleIsRefusedWithTheReason() {
    assertEquals(
        "at least 5 and at most 2 clusters is impossible",
        refused("{\"minClusters\": 5, \"maxClusters\": 2}"));
    assertTrue(refused("{\"objective\": 0}").contains("cannot be promised"));
    assertTrue(refused("{\"objective\": 1}").contains("cannot be promised"));
    assertTrue(
        refused(
                "{\"minClusters\": 3, \"maxClusters\": 4, \"costCeilingPerHour\": 2, \"sizes\":"
                    + " [{\"size\": \"s\", \"cores\": 2, \"pricePerHour\": 1}]}")
            .contains("more than the ceiling"));
    assertTrue(
        refused(
                "{\"costCeilingPerHour\": 2, \"sizes\":"
                    + " [{\"size\": \"s\", \"cores\": 2, \"pricePerHour\": 3}]}")
            .contains("does not pay for a single cluster"));
    assertTrue(
        refused(
                "{\"sizes\": [{\"size\": \"l\", \"cores\": 2, \"memoryBytes\": 9}, {\"size\":"
                    + " \"s\", \"cores\": 2, \"memoryBytes\": 3}]}")
            .contains("smallest memory to the largest"));
    assertTrue(refused("{\"knob\": 3}").contains("no field 'knob'"));
    assertFalse(view.names().contains("local"));
  }

  @Test
  void explainsAPoolByItsDecisions() {
    view.cluster(
        "local/4.2.0/a",
        ClusterLifecycle.newBuilder()
            .setCluster("local/4.2.0/a")
            .setVersion("4.2.0")
            .setState(ClusterState.READY)
            .setAt(AT)
            .build());
    view.decided(
        ScalingDecision.newBuilder()
            .setDecisionId("scaling-1")
            .setPool("local")
            .setEngineVersion("4.2.0")
            .setAction(ScalingAction.OUT)
            .setTarget(2)
            .setDecidedAt(AT)
            .build());
    PoolAnswer.Explained explained = desk.explain("local");
    assertEquals(1, explained.pool().ready());
    assertFalse(explained.pool().wanted());
    assertEquals("out", explained.decisions().getFirst().action());
    assertEquals(List.of("local"), desk.pools().pools().stream().map(PoolAnswer::pool).toList());
    assertThrows(ProblemException.class, () -> desk.explain("nowhere"));
  }

  private PoolAnswer want(String body) {
    return desk.want("local", body.getBytes(StandardCharsets.UTF_8), "alice");
  }

  private String refused(String body) {
    ProblemException problem = assertThrows(ProblemException.class, () -> want(body));
    return String.valueOf(problem.getMessage());
  }
}
