package io.blinktwice.simulator.performance;

import io.blinktwice.pinning.performance.decision.MeasuredRun;

/** Watches one workload, run by run. */
interface Watcher {
  /** What it wants after a run. */
  enum Answer {
    GO_ON,
    /** The next run should be on the older version. */
    COMPARE_ONCE,
    PIN
  }

  /** A run on the older version, before the newer one came or because it was asked for. */
  Answer older(MeasuredRun run);

  Answer newer(MeasuredRun run);
}
