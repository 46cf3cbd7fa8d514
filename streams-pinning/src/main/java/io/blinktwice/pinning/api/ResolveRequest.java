package io.blinktwice.pinning.api;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.decision.Question;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which version does this attempt get?
 *
 * @param workload the workload's own name
 * @param job what the workload is recognised by, where it has no name
 * @param planShape what it is recognised by where nobody declared it: the shape of its plans, as
 *     the gateway hashed it
 * @param run the run, by the caller's id
 * @param attempt which try of it; the first if absent
 * @param environment the client's environment version, where it has one
 * @param epoch the roll-out epoch that the caller has seen; an older answer is refused
 */
@Serdeable
public record ResolveRequest(
    @Nullable String workload,
    @Nullable JobRequest job,
    @Nullable String planShape,
    @Nullable String run,
    @Nullable Integer attempt,
    @Nullable String environment,
    @Nullable Long epoch) {

  Workload workloadAsked(WorkspaceId workspace) {
    if (Stream.of(workload, job, planShape).filter(Objects::nonNull).count() > 1) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "give one of 'workload', 'job' and 'planShape', not several");
    }
    if (job != null) {
      return Workload.of(workspace, job.identity());
    }
    return planShape == null
        ? Workload.named(workspace, new WorkloadId(Required.field("workload", workload)))
        : Workload.of(workspace, new WorkloadIdentity.PlanShape(planShape));
  }

  Question asked() {
    Attempt asked =
        new Attempt(new RunId(Required.field("run", run)), attempt == null ? 1 : attempt);
    return new Question(asked, environment, epoch == null ? 0 : epoch);
  }
}
