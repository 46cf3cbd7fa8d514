package io.blinktwice.pool;

import io.blinktwice.pool.decision.ServerStatus;
import io.blinktwice.runtime.artifact.Progress;

/** Someone who watches a pool; called from its threads, so be quick and safe for several. */
public interface StatusListener extends Progress {
  void on(ServerStatus status);
}
