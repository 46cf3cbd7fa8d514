package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;

/** Something that is run again and again: its tenant, its name and the id made of both. */
public record Workload(WorkspaceId workspace, WorkloadId name, Fingerprint fingerprint) {
  public static Workload named(WorkspaceId workspace, WorkloadId name) {
    return of(workspace, new WorkloadIdentity.Named(name));
  }

  /** Recognised by whatever it is recognised by; its name is for people. */
  public static Workload of(WorkspaceId workspace, WorkloadIdentity identity) {
    return new Workload(workspace, identity.name(), Fingerprint.of(workspace, identity));
  }
}
