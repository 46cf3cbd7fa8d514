package io.blinktwice.pool.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.OperationOutcome;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.pool.decision.Cluster;
import io.blinktwice.pool.decision.OperationUse;
import io.blinktwice.pool.decision.ServerLoad;
import io.blinktwice.pool.decision.ServerSize;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportRecordsTest {
  private static final Cluster CLUSTER =
      new Cluster(
          "local/4.2.0/a", new EngineVersion("4.2.0"), new ServerSize("large", 4, 2048), null);

  /** Not said by the server, or made of other things than a figure of that name. */
  private static final Set<String> OF_THE_RECORD =
      Set.of("durationMillis", "operations", "complete", "incomparable");

  @Test
  void everyFigureArrivesUnderItsName() {
    Map<String, Long> figures = new HashMap<>();
    List<String> names =
        RunMetrics.getClassSchema().getFields().stream()
            .map(Schema.Field::name)
            .filter(name -> !OF_THE_RECORD.contains(name))
            .toList();
    names.forEach(name -> figures.put(name, 100L + figures.size()));
    RunMetrics measured = record(OperationUse.Outcome.FINISHED, figures).getMeasured();
    assertEquals(
        figures,
        names.stream().collect(Collectors.toMap(name -> name, name -> (Long) measured.get(name))));
    assertEquals(250L, measured.getDurationMillis());
    assertTrue(measured.getComplete());
    assertEquals(1, measured.getOperations());
    assertEquals(List.of("inputBytes"), measured.getIncomparable());
  }

  @Test
  void anOperationSaysWhereItRan() {
    OperationMetrics record = record(OperationUse.Outcome.FAILED, Map.of());
    assertEquals("op", record.getOperationId());
    assertEquals("session", record.getSessionId());
    assertEquals("local/4.2.0/a", record.getCluster());
    assertEquals("4.2.0", record.getEngineVersion());
    assertEquals("local", record.getPool());
    assertEquals("large", record.getSize());
    assertEquals(3, record.getRevision());
  }

  @ParameterizedTest
  @EnumSource(OperationUse.Outcome.class)
  void everyOutcomeHasTheSameNameInTheTopic(OperationUse.Outcome outcome) {
    assertEquals(OperationOutcome.valueOf(outcome.name()), record(outcome, Map.of()).getOutcome());
  }

  @Test
  void aLoadSaysWhatTheServerSaidAndWhatItWasGiven() {
    ServerLoad load =
        new ServerLoad(
            Instant.ofEpochMilli(1_000),
            new ServerLoad.Work(1, 2, 3, 4, 5),
            new ServerLoad.Memory(6, 7, 8, 9, 10),
            0.5,
            0.25,
            11,
            12,
            List.of(
                new ServerLoad.Progress("op", "s", 1, 2, 3, 4, 5, 6, 7, Instant.ofEpochMilli(8))),
            13);
    ClusterUtilization record = ReportRecords.of(CLUSTER, load, 14);
    assertEquals(4, record.getCores());
    assertEquals(List.of(1, 2, 3, 4, 5), work(record));
    assertEquals(6, record.getMemoryBytes());
    assertEquals(7, record.getUsedMemoryBytes());
    assertEquals(8, record.getExecutionMemoryBytes());
    assertEquals(9, record.getCachedBytes());
    assertEquals(10, record.getSpilledBytes());
    assertEquals(0.5, record.getGcShare());
    assertEquals(0.25, record.getCpuShare());
    assertEquals(14, record.getSequence());
    assertEquals(13, record.getUnlistedOperations());
    assertEquals("op", record.getOperations().getFirst().getOperationId());
    assertEquals(7, record.getOperations().getFirst().getSpilledBytes());
  }

  private static List<Integer> work(ClusterUtilization record) {
    return List.of(
        record.getActiveTasks(),
        record.getQueuedTasks(),
        record.getRunningOperations(),
        record.getQueuedOperations(),
        record.getSessions());
  }

  private static OperationMetrics record(OperationUse.Outcome outcome, Map<String, Long> figures) {
    return ReportRecords.of(
        CLUSTER,
        new OperationUse(
            "op",
            "session",
            outcome,
            3,
            Instant.ofEpochMilli(1_000),
            Instant.ofEpochMilli(1_250),
            figures));
  }
}
