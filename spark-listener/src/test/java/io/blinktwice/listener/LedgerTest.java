package io.blinktwice.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.listener.Ledger.Stage;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
  private static final ServerReadings.Reading NOW =
      new ServerReadings.Reading(1_000, 512, 200, 7, 3, 0.25, 0.5, 99);
  private static final Stage STAGE = new Stage(1, 0);

  private final Ledger ledger = new Ledger();

  @Test
  void whatTasksUsedIsTheirOperationsByTheTagOfTheirStage() {
    ledger.operationStarted("tag-1", "op-1", "session", 10);
    ledger.operationStarted("tag-2", "op-2", "session", 10);
    ledger.stageSubmitted(STAGE, "mine,tag-2,other", 2);
    run(STAGE, use(5, 100), false);
    run(STAGE, use(7, 50), true);
    String report = ledger.operationEnded("tag-2", "FINISHED", 30, 4).orElseThrow();
    assertTrue(report.contains("\"operation\":\"op-2\",\"session\":\"session\""), report);
    assertTrue(report.contains("\"outcome\":\"FINISHED\",\"revision\":1"), report);
    assertTrue(report.contains("\"startedAt\":10,\"endedAt\":30,\"taskMillis\":12"), report);
    assertTrue(report.contains("\"tasks\":2,\"failedTasks\":1"), report);
    assertTrue(report.contains("\"outputRows\":4"), report);
    assertTrue(report.contains("\"peakMemoryBytes\":100"), report);
    String other = ledger.operationEnded("tag-1", "FAILED", 30, 0).orElseThrow();
    assertTrue(other.contains("\"tasks\":0"), other);
  }

  @Test
  void tasksThatEndAfterTheirOperationAreToldWhenItIsClosed() {
    ledger.operationStarted("tag", "op", "session", 10);
    ledger.stageSubmitted(STAGE, "tag", 1);
    ledger.taskStarted(STAGE);
    ledger.operationEnded("tag", "CANCELED", 30, 0);
    ledger.stageCompleted(STAGE);
    ledger.taskEnded(STAGE, use(5, 1), true);
    String second = ledger.operationClosed("tag", 40).orElseThrow();
    assertTrue(second.contains("\"outcome\":\"CANCELED\",\"revision\":2"), second);
    assertTrue(second.contains("\"endedAt\":30,\"taskMillis\":5"), second);
    assertEquals(Optional.empty(), ledger.operationClosed("tag", 50));
  }

  @Test
  void aCloseThatAddsNothingIsNotReported() {
    ledger.operationStarted("tag", "op", "session", 10);
    assertTrue(ledger.operationEnded("tag", "FINISHED", 30, 0).isPresent());
    assertEquals(Optional.empty(), ledger.operationEnded("tag", "FINISHED", 31, 0));
    assertEquals(Optional.empty(), ledger.operationClosed("tag", 40));
  }

  @Test
  void oneThatIsClosedWithoutAnEndIsReportedOnce() {
    ledger.operationStarted("tag", "op", "session", 10);
    String report = ledger.operationClosed("tag", 40).orElseThrow();
    assertTrue(report.contains("\"outcome\":\"UNKNOWN\",\"revision\":1"), report);
    assertEquals(Optional.empty(), ledger.operationClosed("tag", 50));
  }

  @Test
  void theLoadSaysWhatRunsAndWhatWaits() {
    ledger.sessionStarted("a");
    ledger.sessionStarted("b");
    ledger.sessionClosed("a");
    ledger.operationStarted("tag-1", "op-1", "b", 10);
    ledger.operationStarted("tag-2", "op-2", "b", 10);
    ledger.stageSubmitted(STAGE, "tag-1", 4);
    ledger.stageSubmitted(new Stage(2, 0), "tag-2", 3);
    ledger.taskStarted(STAGE);
    run(STAGE, use(5, 1), false);
    String load = ledger.load(NOW, 17);
    assertTrue(load.contains("\"activeTasks\":1,\"queuedTasks\":5"), load);
    assertTrue(load.contains("\"runningOperations\":2,\"queuedOperations\":1"), load);
    assertTrue(load.contains("\"sessions\":1,\"maxHeap\":512,\"usedHeap\":200"), load);
    assertTrue(load.contains("\"gcShare\":0.25,\"cpuShare\":0.5"), load);
    assertTrue(load.contains("\"dropped\":17"), load);
    assertTrue(
        load.indexOf("op-1") < load.indexOf("op-2"), "the heaviest is listed first: " + load);
  }

  @Test
  void theHeapIsSeenByWhatRunsMeanwhile() {
    ledger.operationStarted("tag", "op", "session", 10);
    ledger.load(NOW, 0);
    String report = ledger.operationEnded("tag", "FINISHED", 30, 0).orElseThrow();
    assertTrue(report.contains("\"peakHeapBytes\":200"), report);
  }

  @Test
  void operationsThatNeverEndAreBoundedAndListedInPart() {
    for (int i = 0; i < 12_000; i++) {
      ledger.operationStarted("tag-" + i, "op-" + i, "session", 10);
    }
    String load = ledger.load(NOW, 0);
    assertTrue(load.contains("\"runningOperations\":10000"), load.substring(0, 200));
    assertTrue(load.contains("\"unlisted\":9950"), load.substring(0, 400));
    assertEquals(Optional.empty(), ledger.operationEnded("tag-0", "FINISHED", 1, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eventsInAnyOrderLeaveNoNegativeNumber(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      String tag = "tag-" + random.nextInt(20);
      Stage stage = new Stage(random.nextInt(20), random.nextInt(2));
      switch (random.nextInt(7)) {
        case 0 -> ledger.operationStarted(tag, tag, "session", 1);
        case 1 -> ledger.operationEnded(tag, "FINISHED", 2, 0);
        case 2 -> ledger.operationClosed(tag, 2);
        case 3 -> ledger.stageSubmitted(stage, tag, random.nextInt(5));
        case 4 -> ledger.stageCompleted(stage);
        case 5 -> ledger.taskStarted(stage);
        default -> ledger.taskEnded(stage, use(1, 1), random.nextBoolean());
      }
      assertFalse(ledger.load(NOW, 0).contains(":-"), "seed " + seed);
    }
  }

  private void run(Stage stage, TaskUse use, boolean failed) {
    ledger.taskStarted(stage);
    ledger.taskEnded(stage, use, failed);
  }

  private static TaskUse use(long run, long peak) {
    TaskUse.Flow none = new TaskUse.Flow(0, 0);
    return new TaskUse(run, run, 0, none, none, 0, 0, 0, 0, peak);
  }
}
