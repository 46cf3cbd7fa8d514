package io.blinktwice.router.effect;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.decision.CallIdentity;
import org.jspecify.annotations.Nullable;

/** What makes calls belong together; without a workload, only one user's session does. */
record AttemptKey(
    WorkspaceId workspace, @Nullable WorkloadIdentity workload, Attempt attempt, String user) {
  static AttemptKey of(CallIdentity identity, SessionKey session) {
    return new AttemptKey(
        identity.workspace(),
        identity.workload(),
        identity.attempt(),
        identity.workload() == null ? session.user() : "");
  }
}
