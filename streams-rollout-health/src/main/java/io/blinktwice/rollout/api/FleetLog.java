package io.blinktwice.rollout.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Command;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where releases and commands are written; what they come to is seen in {@link FleetView}. */
public interface FleetLog {
  /** Completes when it is written for good. */
  CompletableFuture<Void> register(ReleaseEntry release);

  /** Completes when it is written for good, which is before it is decided. */
  CompletableFuture<Void> order(Command command, Instant at);

  /** Whether the view has seen all that was written before this process started. */
  boolean isRead();

  /** Workloads that are held on the version. */
  List<PinnedWorkload> pinnedTo(EngineVersion version);

  /** Completes when it is written that the workload's pin ends, or goes over to another version. */
  CompletableFuture<Void> move(PinnedWorkload pinned, Retiring wanted);
}
