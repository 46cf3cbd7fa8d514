package io.blinktwice.pinning.api;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.decision.Workload;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;

/**
 * Which version does this attempt get?
 *
 * @param workload the workload's own name
 * @param run the run, by the caller's id
 * @param attempt which try of it; the first if absent
 */
@Serdeable
public record ResolveRequest(
    @Nullable String workload, @Nullable String run, @Nullable Integer attempt) {

  Workload workloadAsked(WorkspaceId workspace) {
    return Workload.named(workspace, new WorkloadId(Required.field("workload", workload)));
  }

  Attempt attemptAsked() {
    return new Attempt(new RunId(Required.field("run", run)), attempt == null ? 1 : attempt);
  }
}
