package io.blinktwice.pool.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterLoss;
import io.blinktwice.events.ClusterScheduling;
import io.blinktwice.events.ClusterState;
import io.blinktwice.pool.decision.Cluster;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.ServerEnd;
import io.blinktwice.pool.decision.ServerSize;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleRecordsTest {
  private static final EngineVersion VERSION = new EngineVersion("3.5.7");
  private static final Cluster CLUSTER =
      new Cluster("local/3.5.7/a", VERSION, new ServerSize("small", 1, 512), "d-1");
  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void aReadyClusterHasAnAddressAndAProcess() {
    ClusterLifecycle record =
        LifecycleRecords.of(new ClusterEvent.Ready(CLUSTER, "127.0.0.1:7", 42), AT);
    assertEquals(ClusterState.READY, record.getState());
    assertEquals("127.0.0.1:7", record.getAddress());
    assertEquals(42L, record.getPid());
    assertEquals("3.5.7", record.getVersion());
    assertEquals(AT, record.getAt());
  }

  @Test
  void everyRecordSaysWhoseItIsHowLargeAndWhoAskedForIt() {
    ClusterLifecycle record = LifecycleRecords.of(new ClusterEvent.Requested(CLUSTER), AT);
    assertEquals(ClusterState.REQUESTED, record.getState());
    assertEquals("local", record.getPool());
    assertEquals("small", record.getSize());
    assertEquals(1, record.getCores());
    assertEquals(512L << 20, record.getMemoryBytes());
    assertEquals(ClusterScheduling.FAIR, record.getScheduling());
    assertEquals("d-1", record.getDecisionId());
    assertEquals(CLUSTER, LifecycleRecords.clusterOf(record));
  }

  @Test
  void whatAnEarlierPoolWroteHasNoSize() {
    Cluster old = new Cluster("local/3.5.7/a", VERSION, null, null);
    ClusterLifecycle record = LifecycleRecords.of(new ClusterEvent.Starting(old), AT);
    assertEquals(old, LifecycleRecords.clusterOf(record));
  }

  @Test
  void aClusterWhoseEndWasSeenHasItsExitCode() {
    ClusterLifecycle record =
        LifecycleRecords.of(ClusterEvent.Gone.seen(CLUSTER, 42, ServerEnd.read(137, false)), AT);
    assertEquals(ClusterState.GONE, record.getState());
    assertEquals(137, record.getExitCode());
    assertEquals(ClusterLoss.KILLED, record.getLoss());
    assertEquals("the server was killed from outside (exit code 137)", record.getDetail());
  }

  @Test
  void aClusterWhoseEndNobodySawHasNoExitCode() {
    ClusterLifecycle record = LifecycleRecords.of(ClusterEvent.Gone.unseen(CLUSTER), AT);
    assertEquals(ClusterState.GONE, record.getState());
    assertNull(record.getExitCode());
    assertNull(record.getPid());
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void everyLossHasTheSameNameInTheTopic(Loss loss) {
    ClusterLifecycle record =
        LifecycleRecords.of(
            ClusterEvent.Gone.seen(CLUSTER, 1, new ServerEnd(1, loss, "detail")), AT);
    assertEquals(loss.name(), record.getLoss().name());
  }
}
