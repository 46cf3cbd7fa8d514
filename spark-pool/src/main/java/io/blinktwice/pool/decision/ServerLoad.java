package io.blinktwice.pool.decision;

import java.time.Instant;
import java.util.List;

/**
 * What a server said of itself at one moment.
 *
 * @param measured when, by its own clock
 * @param dropped reports that nobody took, since its start
 * @param unlisted running operations beyond those listed
 */
public record ServerLoad(
    Instant measured,
    Work work,
    Memory memory,
    double gcShare,
    double cpuShare,
    long freeDisk,
    long dropped,
    List<Progress> operations,
    int unlisted) {
  public ServerLoad {
    operations = List.copyOf(operations);
  }

  /** What it has to do. */
  public record Work(
      int activeTasks,
      int queuedTasks,
      int runningOperations,
      int queuedOperations,
      int sessions) {}

  /** Bytes. */
  public record Memory(long maxHeap, long usedHeap, long execution, long cached, long spilled) {}

  /** Where a running operation stands. */
  public record Progress(
      String operation,
      String session,
      long tasks,
      long endedTasks,
      int activeTasks,
      long taskMillis,
      long inputBytes,
      long shuffleBytes,
      long spilledBytes,
      Instant startedAt) {}

  /** Whether nobody would miss it. */
  public boolean isIdle() {
    return work.runningOperations() == 0 && work.activeTasks() == 0 && work.sessions() == 0;
  }
}
