package io.blinktwice.pinning.api;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;

/** Asked by schedulers after an attempt: what now? */
@Controller("/v1/runs")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class VerdictController {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final CommittedVerdicts verdicts;

  VerdictController(CommittedVerdicts verdicts) {
    this.verdicts = verdicts;
  }

  /**
   * Says what to do next with a run whose attempt has ended.
   *
   * @param run the run, by the caller's id
   * @param workload the workload's own name, or its fingerprint
   * @param attempt which try of the run
   * @param wait how long to wait for a verdict that is not there yet, up to 60s
   * @return the verdict
   */
  @Get("/{run}/verdict")
  @Needs(Right.VIEW)
  VerdictAnswer verdict(
      @PathVariable String run,
      @QueryValue String workload,
      @QueryValue(defaultValue = "1") int attempt,
      @QueryValue(defaultValue = "0s") Duration wait,
      HttpRequest<?> request) {
    if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "wait must lie between 0s and " + LONGEST_WAIT.toSeconds() + "s");
    }
    WorkspaceId workspace = Caller.of(request).workspace();
    Fingerprint fingerprint = Addressed.fingerprint(workspace, workload);
    Attempt asked = new Attempt(new RunId(run), attempt);
    return verdicts
        .await(fingerprint, asked, wait)
        .filter(verdict -> workspace.value().equals(verdict.getWorkspace()))
        .map(VerdictAnswer::of)
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "no verdict on attempt "
                        + attempt
                        + " of run "
                        + run
                        + " yet; it follows the attempt's end, so ask again, with wait=10s for example"));
  }
}
