package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;

/** Something that is run again and again: its tenant, its name and the id made of both. */
public record Workload(WorkspaceId workspace, WorkloadId name, Fingerprint fingerprint) {
  public static Workload named(WorkspaceId workspace, WorkloadId name) {
    return new Workload(workspace, name, Fingerprint.ofExplicitId(workspace, name));
  }
}
