package io.blinktwice.client;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that is run again and again: by its own name, or by what a job is recognised by. */
public record Workload(WorkloadIdentity identity) {
  /** A workload whose owner named it. */
  public static Workload named(String name) {
    return new Workload(new WorkloadIdentity.Named(new WorkloadId(name)));
  }

  /** A job that nobody named; of its parameters only the names, whose order does not matter. */
  public static Workload job(
      String name, @Nullable String entryPoint, @Nullable String task, List<String> parameters) {
    return new Workload(new WorkloadIdentity.Job(name, entryPoint, task, parameters));
  }

  /** What it is asked for and remembered by: its name, else its fingerprint. */
  String key() {
    return identity instanceof WorkloadIdentity.Named named
        ? named.name().value()
        : Fingerprint.of(new WorkspaceId("default"), identity).value();
  }

  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    if (identity instanceof WorkloadIdentity.Named named) {
      told.put("workload", named.name().value());
    } else if (identity instanceof WorkloadIdentity.Job job) {
      told.put("job", told(job));
    } else {
      throw new IllegalArgumentException("shapes of plans are the gateway's: name the workload");
    }
    return told;
  }

  private static Map<String, Object> told(WorkloadIdentity.Job job) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", job.job());
    putIfThere(told, "entryPoint", job.entryPoint());
    putIfThere(told, "task", job.task());
    if (!job.parameterNames().isEmpty()) {
      told.put("parameters", job.parameterNames());
    }
    return told;
  }

  private static void putIfThere(Map<String, Object> told, String name, @Nullable Object value) {
    if (value != null) {
      told.put(name, value);
    }
  }
}
