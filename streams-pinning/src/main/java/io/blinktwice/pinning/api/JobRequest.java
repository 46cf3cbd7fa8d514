package io.blinktwice.pinning.api;

import io.blinktwice.contract.WorkloadIdentity;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * A job that nobody named for us: what it is recognised by, whichever orchestrator starts it.
 *
 * @param name the job's own name, without what an orchestrator adds to it
 * @param entryPoint what is run: a script, a class, a notebook
 * @param task which task of the job
 * @param parameters names of its parameters, never their values
 */
@Serdeable
public record JobRequest(
    @Nullable String name,
    @Nullable String entryPoint,
    @Nullable String task,
    @Nullable List<String> parameters) {

  WorkloadIdentity identity() {
    return new WorkloadIdentity.Job(
        name == null ? "" : name,
        entryPoint,
        task,
        parameters == null ? List.of() : List.copyOf(parameters));
  }
}
