package io.blinktwice.pinning.api;

import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.runtime.http.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which workload is meant: its owner's name, the properties of a job, or the shape of plans. */
final class JobFields {
  private static final String WORKLOAD = "workload";
  private static final String JOB = "job";
  private static final String PLANS = "planShape";
  private static final int LONGEST = 1_024;
  private static final int MOST_PARAMETERS = 1_000;

  private JobFields() {}

  /** The workload, and what it was recognised by. */
  record Meant(Workload workload, WorkloadIdentity identity) {
    /** What the fingerprint was made of: a name explains itself. */
    Map<String, String> properties() {
      return switch (identity) {
        case WorkloadIdentity.Job(String job, var entryPoint, var task, var parameters) -> {
          Map<String, String> properties = new TreeMap<>(Map.of("job", job));
          if (entryPoint != null) {
            properties.put("entryPoint", entryPoint);
          }
          if (task != null) {
            properties.put("task", task);
          }
          properties.put("parameters", String.join(",", parameters));
          yield properties;
        }
        case WorkloadIdentity.Named named -> Map.of();
        case WorkloadIdentity.PlanShape(String hash) -> Map.of(PLANS, hash);
      };
    }
  }

  static Optional<Meant> meant(Fields fields, WorkspaceId workspace) {
    if (Stream.of(WORKLOAD, JOB, PLANS).filter(fields::has).count() != 1) {
      fields.wrong("one of 'workload', 'job' and 'planShape' says whose run it is");
      return Optional.empty();
    }
    return identity(fields).map(known -> new Meant(Workload.of(workspace, known), known));
  }

  private static Optional<WorkloadIdentity> identity(Fields fields) {
    if (fields.has(WORKLOAD)) {
      return fields.understood(
          WORKLOAD, LONGEST, name -> new WorkloadIdentity.Named(new WorkloadId(name)));
    }
    return fields.has(JOB)
        ? job(fields)
        : fields.understood(PLANS, LONGEST, WorkloadIdentity.PlanShape::new);
  }

  private static Optional<WorkloadIdentity> job(Fields fields) {
    return fields.inner(JOB, JobRequest.class).flatMap(said -> job(said, fields));
  }

  private static Optional<WorkloadIdentity> job(Fields said, Fields fields) {
    try {
      return Optional.of(
          new JobRequest(
                  said.text("name", LONGEST).orElse(null),
                  said.text("entryPoint", LONGEST).orElse(null),
                  said.text("task", LONGEST).orElse(null),
                  said.texts("parameters", MOST_PARAMETERS, LONGEST))
              .identity());
    } catch (InvalidIdentifier e) {
      fields.wrong("'job': " + e.getMessage());
      return Optional.empty();
    }
  }
}
