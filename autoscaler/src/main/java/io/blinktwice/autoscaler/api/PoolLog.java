package io.blinktwice.autoscaler.api;

import io.blinktwice.events.Pool;
import java.util.concurrent.CompletableFuture;

/** Where it is written what is wanted of pools. */
public interface PoolLog {
  /** Completes when it is written for good. */
  CompletableFuture<Void> want(Pool pool);

  /** Whether the view has seen all that was written before this process started. */
  boolean isRead();
}
