package io.blinktwice.router.placement.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterScheduling;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.OperationOutcome;
import io.blinktwice.events.OperationProgress;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RoutingKind;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.WantedSize;
import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.LatencyChoice;
import io.blinktwice.router.placement.decision.Work.Restriction;
import io.blinktwice.router.placement.effect.Ask.Asker;
import io.blinktwice.router.placement.size.decision.PlanFeatures;
import io.blinktwice.router.placement.size.decision.PlanFeatures.Trait;
import io.blinktwice.runtime.kafka.TraceParent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementDeskTest {
  private static final EngineVersion VERSION = new EngineVersion("4.2.0");
  private static final LatencyChoice PERSON = new LatencyChoice(Latency.INTERACTIVE, "X", "x");

  private final List<RoutingDecision> decisions = new ArrayList<>();
  private final List<PlacementDemand> demands = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  @TempDir private Path folder;

  private PlacementDesk desk(String replica) {
    return new PlacementDesk(
        new PlacementDesk.Settings(replica, 10, Duration.ofSeconds(5), folder.resolve("sizes")),
        () -> now,
        new PlacementDesk.Audience() {
          @Override
          public void decided(RoutingDecision decision, @Nullable TraceParent cause) {
            decisions.add(decision);
          }

          @Override
          public void wants(PlacementDemand demand) {
            demands.add(demand);
          }
        });
  }

  private static final Hold PATIENT =
      new Hold() {
        private final CompletableFuture<Void> left = new CompletableFuture<>();

        @Override
        public CompletableFuture<Void> left() {
          return left;
        }

        @Override
        public void stillWaiting() {}
      };

  private static Ask ask(String operation, String plan, Restriction where) {
    EnumMap<Trait, Double> counts = new EnumMap<>(Trait.class);
    counts.put(Trait.NODES, 3.0);
    return new Ask(
        new Asker("s-" + operation, "me", WorkspaceId.DEFAULT, null, null, null),
        operation,
        VERSION,
        PERSON,
        new PlanFeatures(plan, plan, counts, List.of(), true),
        where);
  }

  private static void tell(PlacementDesk desk, String cluster, Cluster.Phase phase, int cores) {
    desk.changed(
        new Cluster(cluster, VERSION, phase, "127.0.0.1:1", cluster + "#1"),
        ClusterLifecycle.newBuilder()
            .setCluster(cluster)
            .setVersion(VERSION.value())
            .setState(ClusterState.READY)
            .setCores(cores)
            .setPool("local")
            .setScheduling(ClusterScheduling.FAIR)
            .setAt(Instant.EPOCH)
            .build());
  }

  private String placed(PlacementDesk desk, String operation) throws Exception {
    return desk.seat(ask(operation, "p", Restriction.NONE), PATIENT).orElseThrow().cluster();
  }

  @Test
  void whatOtherGatewaysPlaceCountsBeforeAnyServerTellsOfIt() throws Exception {
    PlacementDesk one = desk("one");
    PlacementDesk other = desk("other");
    for (PlacementDesk each : List.of(one, other)) {
      tell(each, "a", Cluster.Phase.READY, 4);
      tell(each, "b", Cluster.Phase.READY, 4);
    }
    now = now.plusSeconds(4);
    String first = placed(one, "op1");
    other.heard(decisions.getLast(), now);
    assertTrue(!first.equals(placed(other, "op2")));
    one.heard(decisions.getFirst(), now);
    assertEquals(1, one.running(), "its own decisions are no news");
  }

  @Test
  void oldNewsAreNone() throws Exception {
    PlacementDesk one = desk("one");
    PlacementDesk other = desk("other");
    for (PlacementDesk each : List.of(one, other)) {
      tell(each, "a", Cluster.Phase.READY, 4);
      tell(each, "b", Cluster.Phase.READY, 4);
    }
    String first = placed(one, "op1");
    other.heard(decisions.getLast(), now.minusSeconds(3600));
    assertEquals(first, placed(other, "op2"));
  }

  @Test
  void sizesAreLearntAndStillKnownAfterARestartAndADamagedFileCostsOnlyThat() throws Exception {
    PlacementDesk desk = desk("one");
    tell(desk, "a", Cluster.Phase.READY, 4);
    for (int i = 0; i < 3; i++) {
      var _ = placed(desk, "op" + i);
      desk.measured(used("op" + i, "a", 42_000));
    }
    assertEquals(0, desk.running(), "its server says that it is over");
    desk.close();

    PlacementDesk next = desk("two");
    tell(next, "a", Cluster.Phase.READY, 4);
    var _ = placed(next, "op9");
    assertEquals("SAME_PLAN", decisions.getLast().getPrediction().getFrom());
    assertEquals(42, decisions.getLast().getPrediction().getCoreSeconds(), 3);

    byte[] kept = Files.readAllBytes(folder.resolve("sizes"));
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] damaged = kept.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(folder.resolve("sizes"), damaged);
      assertEquals(0, desk("three").plans());
    }
  }

  private OperationMetrics used(String operation, String cluster, long cpuMillis) {
    return OperationMetrics.newBuilder()
        .setOperationId(operation)
        .setSessionId("s-" + operation)
        .setCluster(cluster)
        .setEngineVersion(VERSION.value())
        .setOutcome(OperationOutcome.FINISHED)
        .setMeasured(RunMetrics.newBuilder().setCpuMillis(cpuMillis).build())
        .setStartedAt(now)
        .setEndedAt(now)
        .build();
  }

  @Test
  void demandIsToldInCoreSecondsAndOnceMoreWhenItIsOver() throws Exception {
    PlacementDesk desk = desk("one");
    tell(desk, "a", Cluster.Phase.READY, 4);
    Seat seat = desk.seat(ask("op", "p", Restriction.NONE), PATIENT).orElseThrow();
    desk.over(seat);
    desk.over(seat);
    for (int i = 0; i < 6; i++) {
      now = now.plusSeconds(1);
      desk.beat();
    }
    assertEquals(2, demands.size());
    assertEquals("local", demands.getFirst().getPool());
    assertEquals("4.2.0", demands.getFirst().getEngineVersion());
    assertEquals(5, demands.getFirst().getArrivedCoreSeconds());
    assertEquals(5, demands.getFirst().getCompletedCoreSeconds());
    assertEquals(0, demands.getLast().getArrivedCoreSeconds());
    assertEquals(2000, demands.getLast().getWindowMillis());
  }

  @Test
  void whoseCallIsGoneIsOverWhenItsServerNoLongerKnowsIt() throws Exception {
    PlacementDesk desk = desk("one");
    tell(desk, "a", Cluster.Phase.READY, 4);
    Seat seat = desk.seat(ask("op", "p", Restriction.NONE), PATIENT).orElseThrow();
    desk.detached(seat);
    now = now.plusSeconds(20);
    report(desk, 1, "op");
    assertEquals(1, desk.running());
    report(desk, 2);
    assertEquals(0, desk.running());
  }

  @Test
  void whoScalesIsToldOfASizeThatNoClusterHas() throws Exception {
    PlacementDesk desk = desk("one");
    tell(desk, "a", Cluster.Phase.READY, 4);
    Restriction large = Restriction.NONE.wanting(new WantedSize("large", 2048, false));
    assertEquals("a", desk.seat(ask("op", "p", large), PATIENT).orElseThrow().cluster());
    desk.beat();
    desk.beat();
    assertEquals(1, demands.getFirst().getClasses().size());
    assertEquals("large", demands.getFirst().getClasses().getFirst().getSize());
    assertEquals(1, demands.getFirst().getClasses().getFirst().getOperations());
    desk.changed(
        new Cluster("b", VERSION, Cluster.Phase.READY, "127.0.0.1:2", "b#1", "large", 2048), null);
    assertEquals("b", desk.seat(ask("op2", "p", large), PATIENT).orElseThrow().cluster());
    desk.beat();
    desk.beat();
    assertEquals(List.of(), demands.getLast().getClasses());
  }

  private void report(PlacementDesk desk, long sequence, String... operations) {
    desk.reported(
        ClusterUtilization.newBuilder()
            .setCluster("a")
            .setSequence(sequence)
            .setCores(4)
            .setRunningOperations(operations.length)
            .setOperations(
                List.of(operations).stream()
                    .map(id -> OperationProgress.newBuilder().setOperationId(id).build())
                    .toList())
            .setMeasuredAt(Instant.EPOCH)
            .build(),
        now);
  }

  @Test
  void aClusterThatIsLostTakesItsWorkWithItAndWhatWaitsGoesWhereOneJoins() throws Exception {
    PlacementDesk desk = desk("one");
    CompletableFuture<Seat> waited = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                waited.complete(desk.seat(ask("op", "p", Restriction.NONE), PATIENT).orElseThrow());
              } catch (Refused | InterruptedException e) {
                waited.completeExceptionally(e);
              }
            });
    await().until(() -> desk.waiting() == 1);
    now = now.plusSeconds(30);
    desk.beat();
    desk.beat();
    assertEquals(1, demands.getLast().getUnplaceable());
    assertEquals(30_000, demands.getLast().getClasses().getFirst().getOldestWaitMillis());
    tell(desk, "a", Cluster.Phase.READY, 4);
    assertEquals("a", waited.get().cluster());
    assertEquals(RoutingKind.PLACED, decisions.getLast().getKind());
    assertEquals(30_000, decisions.getLast().getQueuedMillis());
    tell(desk, "a", Cluster.Phase.GONE, 4);
    assertEquals(0, desk.running());
  }

  @Test
  void anythingMayBeToldOfClustersThatNobodyKnows() {
    PlacementDesk desk = desk("one");
    report(desk, 1, "x");
    desk.measured(used("x", "nowhere", -5));
    desk.beat();
    assertEquals(0, desk.running());
    assertEquals(List.of(), decisions);
  }
}
