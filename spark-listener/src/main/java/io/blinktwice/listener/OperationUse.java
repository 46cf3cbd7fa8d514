package io.blinktwice.listener;

/** An operation and what it used so far; belongs to the lock of the {@link Ledger}. */
final class OperationUse {
  private final String operation;
  private final String session;
  private final long startedAt;
  private long stagedTasks;
  private long begunTasks;
  private long endedTasks;
  private long failedTasks;
  private long run;
  private long cpu;
  private long gc;
  private long inputBytes;
  private long inputRows;
  private long outputBytes;
  private long outputRows;
  private long shuffleRead;
  private long shuffleWritten;
  private long spilledMemory;
  private long spilledDisk;
  private long peakMemory;
  private long peakHeap;
  private long sentRows;
  private int revision;
  private boolean changed;
  private String outcome = "UNKNOWN";
  private long endedAt;

  OperationUse(String operation, String session, long startedAt) {
    this.operation = operation;
    this.session = session;
    this.startedAt = startedAt;
  }

  void staged(int tasks) {
    stagedTasks += tasks;
  }

  void begun() {
    begunTasks++;
  }

  void ended(TaskUse use, boolean failed) {
    endedTasks++;
    failedTasks += failed ? 1 : 0;
    run += use.run();
    cpu += use.cpu();
    gc += use.gc();
    inputBytes += use.input().bytes();
    inputRows += use.input().rows();
    outputBytes += use.output().bytes();
    outputRows += use.output().rows();
    shuffleRead += use.shuffleRead();
    shuffleWritten += use.shuffleWritten();
    spilledMemory += use.spilledMemory();
    spilledDisk += use.spilledDisk();
    peakMemory = Math.max(peakMemory, use.peakMemory());
    changed = true;
  }

  void heapSeen(long used) {
    peakHeap = Math.max(peakHeap, used);
  }

  /** Its end, as the server said it. */
  void ended(String how, long at, long rows) {
    outcome = how;
    endedAt = at;
    sentRows = rows;
    changed = true;
  }

  boolean hasEnded() {
    return endedAt > 0;
  }

  /** Whether tasks ended since it was reported. */
  boolean hasChanged() {
    return changed;
  }

  long run() {
    return run;
  }

  /** Whether it has work, and none of it has begun. */
  boolean waits() {
    return stagedTasks > 0 && begunTasks == 0;
  }

  /** All that is known of it, once it has ended. */
  JsonLine report() {
    changed = false;
    revision++;
    return new JsonLine()
        .put("operation", operation)
        .put("session", session)
        .put("outcome", outcome)
        .put("revision", revision)
        .put("startedAt", startedAt)
        .put("endedAt", endedAt)
        .put("taskMillis", run)
        .put("cpuMillis", cpu)
        .put("gcMillis", gc)
        .put("tasks", endedTasks)
        .put("failedTasks", failedTasks)
        .put("inputBytes", inputBytes)
        .put("inputRows", inputRows)
        .put("outputBytes", outputBytes)
        // Rows of a query go to the client, those of a write to a sink.
        .put("outputRows", outputRows > 0 ? outputRows : sentRows)
        .put("shuffleReadBytes", shuffleRead)
        .put("shuffleWriteBytes", shuffleWritten)
        .put("spilledMemoryBytes", spilledMemory)
        .put("spilledDiskBytes", spilledDisk)
        .put("peakMemoryBytes", peakMemory)
        .put("peakHeapBytes", peakHeap);
  }

  /** Where it stands while it runs. */
  JsonLine progress() {
    return new JsonLine()
        .put("operation", operation)
        .put("session", session)
        .put("tasks", Math.max(stagedTasks, begunTasks))
        .put("endedTasks", endedTasks)
        .put("activeTasks", Math.max(0, begunTasks - endedTasks))
        .put("taskMillis", run)
        .put("inputBytes", inputBytes)
        .put("shuffleBytes", shuffleRead + shuffleWritten)
        .put("spilledBytes", spilledDisk)
        .put("startedAt", startedAt);
  }
}
