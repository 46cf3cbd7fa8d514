package io.blinktwice.listener;

import org.apache.spark.executor.TaskMetrics;
import org.jspecify.annotations.Nullable;

/** What one task used. Times are milliseconds, sizes bytes. */
record TaskUse(
    long run,
    long cpu,
    long gc,
    Flow input,
    Flow output,
    long shuffleRead,
    long shuffleWritten,
    long spilledMemory,
    long spilledDisk,
    long peakMemory) {
  private static final long NANOS_OF_A_MILLI = 1_000_000;
  private static final Flow NO_FLOW = new Flow(0, 0);
  static final TaskUse NOTHING = new TaskUse(0, 0, 0, NO_FLOW, NO_FLOW, 0, 0, 0, 0, 0);

  /** What went in or out. */
  record Flow(long bytes, long rows) {}

  /** A task that never began has no figures. */
  static TaskUse of(@Nullable TaskMetrics metrics) {
    if (metrics == null) {
      return NOTHING;
    }
    return new TaskUse(
        metrics.executorRunTime(),
        metrics.executorCpuTime() / NANOS_OF_A_MILLI,
        metrics.jvmGCTime(),
        new Flow(metrics.inputMetrics().bytesRead(), metrics.inputMetrics().recordsRead()),
        new Flow(metrics.outputMetrics().bytesWritten(), metrics.outputMetrics().recordsWritten()),
        metrics.shuffleReadMetrics().totalBytesRead(),
        metrics.shuffleWriteMetrics().bytesWritten(),
        metrics.memoryBytesSpilled(),
        metrics.diskBytesSpilled(),
        metrics.peakExecutionMemory());
  }
}
