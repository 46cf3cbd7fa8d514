package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;

/** Something that is run again and again: its tenant, its name and the id made of both. */
public record Workload(WorkspaceId workspace, WorkloadId name, Fingerprint fingerprint) {
  private static final int DIGITS_SHOWN = 12;
  private static final int LONGEST = 512;

  public static Workload named(WorkspaceId workspace, WorkloadId name) {
    return of(workspace, new WorkloadIdentity.Named(name));
  }

  /** Recognised by whatever it is recognised by; its name is for people. */
  public static Workload of(WorkspaceId workspace, WorkloadIdentity identity) {
    return new Workload(workspace, readable(identity), Fingerprint.of(workspace, identity));
  }

  private static WorkloadId readable(WorkloadIdentity identity) {
    return switch (identity) {
      case WorkloadIdentity.Named(WorkloadId name) -> name;
      case WorkloadIdentity.Job job -> new WorkloadId(shortened(named(job)));
      case WorkloadIdentity.PlanShape(String hash) ->
          new WorkloadId("plans " + hash.substring(0, DIGITS_SHOWN));
    };
  }

  private static String named(WorkloadIdentity.Job job) {
    String task = job.task() == null ? "" : "/" + job.task();
    return job.job() + task + (job.entryPoint() == null ? "" : " (" + job.entryPoint() + ")");
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
