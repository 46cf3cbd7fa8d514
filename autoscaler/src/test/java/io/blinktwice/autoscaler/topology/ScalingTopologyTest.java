package io.blinktwice.autoscaler.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.autoscaler.vertical.decision.WorkloadNeeds;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.DemandClass;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.LatencyProfile;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinOrigin;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.Pool;
import io.blinktwice.events.PoolMode;
import io.blinktwice.events.PoolSize;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutState;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.events.ScalingAction;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.DrivenTopology;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingTopologyTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:00Z");
  private static final long MB = 1L << 20;
  private static final String VERSION = "4.2.0";

  @TempDir static Path folder;

  private final DrivenTopology driven =
      new DrivenTopology(
          () ->
              ScalingTopology.of(
                  DrivenTopology.SERDES,
                  "t",
                  () ->
                      List.of(
                          new WorkloadNeeds.Size("small", 512 * MB, 2),
                          new WorkloadNeeds.Size("large", 2048 * MB, 2))),
          "t",
          folder);

  @AfterEach
  void close() {
    driven.close();
  }

  @Test
  void looksAsAccepted() {
    driven.looksAsAccepted();
  }

  @Test
  void ordersAServerWhenTheLoadDoublesAndReleasesAnIdleOneAfterwards() {
    want(pool(1, 4));
    cluster("local/4.2.0/a", ClusterState.READY, 0);
    int second = 0;
    for (; second < 60; second += 10) {
      load("local/4.2.0/a", 2, 2, second);
    }
    List<ScalingDecision> grown = acted();
    ScalingDecision out = grown.getFirst();
    assertEquals(ScalingAction.OUT, out.getAction());
    assertEquals(VERSION, out.getEngineVersion());
    assertTrue(out.getTarget() >= 2);
    assertFalse(out.getDryRun());
    assertEquals("small", out.getSize());
    assertEquals(1, out.getInputs().size());
    assertFalse(out.getReasons().isEmpty());

    cluster("local/4.2.0/b", ClusterState.STARTING, second);
    cluster("local/4.2.0/b", ClusterState.READY, second + 10);
    List<ScalingDecision> shrunk = new ArrayList<>();
    for (int end = second + 3_000; second < end; second += 10) {
      load("local/4.2.0/a", 0, 0, second);
      load("local/4.2.0/b", 0, 0, second);
      shrunk.addAll(acted());
    }
    ScalingDecision in =
        shrunk.stream()
            .filter(each -> each.getAction() == ScalingAction.IN)
            .findFirst()
            .orElseThrow();
    assertEquals(in.getCount(), in.getClusters().size());
    assertTrue(in.getTarget() >= 1, "below the least");
  }

  @Test
  void aVersionThatOnlyAPinHoldsKeepsOneServerUntilThePinEnds() {
    want(pool(2, 4));
    driven.in(Topics.ROLLOUT_DECISIONS).pipeInput("4.3.0", stable("4.3.0"), AT);
    driven.in(Topics.PINS).pipeInput("w1:f", pin(), AT);
    cluster("local/4.2.0/a", ClusterState.READY, 0);
    cluster("local/4.2.0/b", ClusterState.READY, 0);
    List<ScalingDecision> idle = idle(0, "local/4.2.0/a", "local/4.2.0/b");
    ScalingDecision in =
        idle.stream()
            .filter(each -> each.getAction() == ScalingAction.IN)
            .findFirst()
            .orElseThrow();
    assertEquals(1, in.getCount());
    String kept = in.getClusters().getFirst().equals("local/4.2.0/a") ? "b" : "a";
    cluster(in.getClusters().getFirst(), ClusterState.GONE, 3_000);
    List<ScalingDecision> held = idle(3_000, "local/4.2.0/" + kept);
    assertTrue(held.stream().allMatch(each -> each.getAction() == ScalingAction.HOLD));
    assertEquals("kept-for-pins", held.getLast().getReasons().getLast().getRule());

    driven.in(Topics.PINS).pipeInput("w1:f", null, AT.plusSeconds(6_000));
    List<ScalingDecision> ended = idle(6_000, "local/4.2.0/" + kept);
    assertTrue(ended.stream().anyMatch(each -> each.getAction() == ScalingAction.IN));
  }

  /** What is decided in three thousand seconds in which nothing is done there. */
  private List<ScalingDecision> idle(int from, String... clusters) {
    decisions();
    for (int second = from; second < from + 3_000; second += 10) {
      for (String cluster : clusters) {
        load(cluster, 0, 0, second);
      }
    }
    return decisions();
  }

  private static RolloutDecision stable(String version) {
    return RolloutDecision.newBuilder()
        .setDecisionId("d")
        .setVersion(version)
        .setState(RolloutState.STABLE)
        .setShare(1)
        .setDecidedAt(AT)
        .build();
  }

  private static Pin pin() {
    return Pin.newBuilder()
        .setPinId("p")
        .setWorkspace("w")
        .setWorkload("etl")
        .setFingerprint("w1:f")
        .setVersion(VERSION)
        .setOrigin(PinOrigin.PERSON)
        .setCreatedAt(AT)
        .build();
  }

  @Test
  void onlyShowsDecisionsOnAPoolOfWhichNobodySaidAnything() {
    cluster("local/4.2.0/a", ClusterState.READY, 0);
    for (int second = 0; second < 60; second += 10) {
      load("local/4.2.0/a", 2, 8, second);
    }
    assertTrue(decisions().stream().allMatch(ScalingDecision::getDryRun));
  }

  @Test
  void startsClustersForWorkThatNoClusterCanTake() {
    want(pool(0, 4));
    demand("large", 3, 600, 0);
    demand("large", 3, 600, 20);
    List<ScalingDecision> acted = acted();
    assertEquals(ScalingAction.OUT, acted.getFirst().getAction());
    assertEquals("large", acted.getFirst().getSize());
  }

  @Test
  void givesAnOrderAgainThatNothingCameOfAndNotBefore() {
    want(pool(2, 4));
    cluster("local/4.2.0/a", ClusterState.READY, 0);
    int orders = 0;
    for (int second = 0; second < 300; second += 10) {
      load("local/4.2.0/a", 0, 0, second);
      orders += acted().size();
    }
    assertTrue(orders >= 3 && orders <= 5, orders + " orders in five minutes");
  }

  @Test
  void anOlderWordIsNotHeardAndTheSameOneTwiceChangesNothing() {
    want(pool(1, 4));
    cluster("local/4.2.0/a", ClusterState.READY, 0);
    load("local/4.2.0/a", 1, 0, 50);
    decisions();
    ClusterUtilization old = utilization("local/4.2.0/a", 2, 100, 10);
    driven.in(Topics.CLUSTER_UTILIZATION).pipeInput(old.getCluster(), old, AT.plusSeconds(51));
    driven.in(Topics.CLUSTER_UTILIZATION).pipeInput(old.getCluster(), old, AT.plusSeconds(52));
    load("local/4.2.0/a", 1, 0, 60);
    assertTrue(acted().isEmpty());
  }

  @Test
  void whatIsImpossibleOrUnreadableIsSetAside() {
    Pool wrong = pool(3, 2);
    refused(() -> want(wrong));
    Pool other = pool(1, 2);
    refused(() -> driven.in(Topics.POOLS).pipeInput("elsewhere", other, AT));
    refused(
        () -> driven.in(Topics.CLUSTER_UTILIZATION).pipeInput("x", utilization("y", 0, 0, 0), AT));
  }

  @Test
  void aTombstoneEndsAClusterAndAPool() {
    want(pool(1, 4));
    cluster("local/4.2.0/a", ClusterState.READY, 0);
    driven.in(Topics.CLUSTER_LIFECYCLE).pipeInput("local/4.2.0/a", null, AT.plusSeconds(1));
    driven.in(Topics.POOLS).pipeInput("local", null, AT.plusSeconds(2));
    assertEquals(null, driven.<byte[]>store(ScalingTopology.POOLS).get("local"));
  }

  @Test
  void goesOnAfterARestartWhereItWas() {
    want(pool(1, 4));
    cluster("local/4.2.0/a", ClusterState.READY, 0);
    for (int second = 0; second < 60; second += 10) {
      load("local/4.2.0/a", 2, 2, second);
    }
    assertFalse(acted().isEmpty());
    driven.restart(ScalingTopology.POOLS, ScalingTopology.PINS, ScalingTopology.WORKLOADS);
    load("local/4.2.0/a", 2, 2, 60);
    assertTrue(acted().isEmpty(), "the order is remembered");
  }

  @Test
  void memoryThatRanOutStartsOnTheNextSizeTheNextTime() {
    failed("r1", 1, "small");
    outOfMemory("r1", 1);
    ResourceAdvice larger = advice().getLast();
    assertEquals("large", larger.getSize());
    assertEquals(1, larger.getLadderStep());

    succeeded("r1", 2, 900 * MB);
    ResourceAdvice learned = advice().getLast();
    assertEquals("large", learned.getSize());
    assertEquals(0, learned.getLadderStep());

    failed("r2", 1, "large");
    outOfMemory("r2", 1);
    assertEquals("memory-exhausted", advice().getLast().getReasons().getFirst().getRule());
  }

  @Test
  void theSameOutOfMemoryTwiceIsToldOnce() {
    outOfMemory("r1", 1);
    int told = advice().size();
    succeeded("r1", 2, 100 * MB);
    succeeded("r2", 1, 101 * MB);
    succeeded("r3", 1, 99 * MB);
    assertEquals(1, told);
    assertTrue(advice().size() <= 2);
  }

  private static Pool pool(int least, int most) {
    return Pool.newBuilder()
        .setPool("local")
        .setMode(PoolMode.PERFORMANCE)
        .setMinClusters(least)
        .setMaxClusters(most)
        .setSizes(
            List.of(
                new PoolSize("small", 2, 512 * MB, 1.0), new PoolSize("large", 2, 2048 * MB, 4.0)))
        .setChangedBy("test")
        .setChangedAt(AT)
        .build();
  }

  private void want(Pool pool) {
    driven.in(Topics.POOLS).pipeInput(pool.getPool(), pool, AT);
  }

  private void cluster(String name, ClusterState state, int second) {
    ClusterLifecycle life =
        ClusterLifecycle.newBuilder()
            .setCluster(name)
            .setVersion(VERSION)
            .setState(state)
            .setPool("local")
            .setSize("small")
            .setCores(2)
            .setAt(AT.plusSeconds(second))
            .build();
    driven.in(Topics.CLUSTER_LIFECYCLE).pipeInput(name, life, AT.plusSeconds(second));
  }

  private static ClusterUtilization utilization(String name, int busy, int queued, int second) {
    return ClusterUtilization.newBuilder()
        .setCluster(name)
        .setEngineVersion(VERSION)
        .setPool("local")
        .setCores(2)
        .setActiveTasks(busy)
        .setQueuedTasks(queued)
        .setRunningOperations(busy > 0 ? 1 : 0)
        .setMeasuredAt(AT.plusSeconds(second))
        .build();
  }

  private void load(String name, int busy, int queued, int second) {
    driven
        .in(Topics.CLUSTER_UTILIZATION)
        .pipeInput(name, utilization(name, busy, queued, second), AT.plusSeconds(second));
  }

  private void demand(String size, int operations, double coreSeconds, int second) {
    PlacementDemand demand =
        PlacementDemand.newBuilder()
            .setPool("local")
            .setEngineVersion(VERSION)
            .setReplica("gateway-1")
            .setClasses(
                List.of(
                    DemandClass.newBuilder()
                        .setLatency(LatencyProfile.INTERACTIVE)
                        .setSize(size)
                        .setOperations(operations)
                        .setCoreSeconds(coreSeconds)
                        .build()))
            .setAt(AT.plusSeconds(second))
            .build();
    driven.in(Topics.PLACEMENT_DEMAND).pipeInput("local", demand, AT.plusSeconds(second));
  }

  private List<ScalingDecision> decisions() {
    return driven.out(Topics.SCALING_DECISIONS).readValuesToList();
  }

  private List<ScalingDecision> acted() {
    return decisions().stream().filter(each -> each.getAction() != ScalingAction.HOLD).toList();
  }

  private List<ResourceAdvice> advice() {
    return driven.out(Topics.RESOURCE_ADVICE).readValuesToList();
  }

  private static RunEvent.Builder run(String run, int attempt, RunEventKind kind) {
    return RunEvent.newBuilder()
        .setEventId(run + attempt + kind)
        .setWorkspace("w")
        .setWorkload("etl")
        .setFingerprint("w1:f")
        .setRunId(run)
        .setAttempt(attempt)
        .setKind(kind)
        .setEngineVersion(VERSION)
        .setSource(RunEventSource.GATEWAY)
        .setOccurredAt(AT);
  }

  private void failed(String run, int attempt, String size) {
    driven
        .in(Topics.RUN_EVENTS)
        .pipeInput("w1:f", run(run, attempt, RunEventKind.FAILED).setClusterSize(size).build(), AT);
  }

  private void succeeded(String run, int attempt, long bytes) {
    driven
        .in(Topics.RUN_EVENTS)
        .pipeInput(
            "w1:f",
            run(run, attempt, RunEventKind.SUCCEEDED)
                .setMeasured(RunMetrics.newBuilder().setPeakHeapBytes(bytes).build())
                .build(),
            AT);
  }

  private void outOfMemory(String run, int attempt) {
    driven
        .in(Topics.FAILURE_CLASSIFICATIONS)
        .pipeInput(
            "w1:f",
            FailureClassification.newBuilder()
                .setWorkspace("w")
                .setWorkload("etl")
                .setFingerprint("w1:f")
                .setRunId(run)
                .setAttempt(attempt)
                .setCategory(FailureCategory.USER)
                .setOom(true)
                .setSignature("s")
                .setClassifier("rules")
                .setClassifiedAt(AT)
                .setEngineVersion(VERSION)
                .build(),
            AT);
  }

  private static void refused(Runnable piping) {
    StreamsException wrong = assertThrows(StreamsException.class, piping::run);
    assertInstanceOf(UnusableRecord.class, wrong.getCause());
  }
}
