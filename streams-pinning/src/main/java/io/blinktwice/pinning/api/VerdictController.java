package io.blinktwice.pinning.api;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.sizing.decision.SizedAttempt;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.query.Peers;
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
  private final OwnedState states;

  VerdictController(CommittedVerdicts verdicts, OwnedState states) {
    this.verdicts = verdicts;
    this.states = states;
  }

  /**
   * Says what to do next with a run whose attempt has ended. 404 while there is no verdict, 410
   * once the run is no longer kept: of a workload the latest 16 that are over are.
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
        // Whom another instance asks, its client has waited for there already.
        .await(fingerprint, asked, Peers.isAsking(request) ? Duration.ZERO : wait)
        .filter(verdict -> workspace.value().equals(verdict.getWorkspace()))
        .map(VerdictAnswer::of)
        .orElseGet(() -> earlier(fingerprint, workspace, asked));
  }

  private VerdictAnswer earlier(Fingerprint workload, WorkspaceId workspace, Attempt asked) {
    return switch (states.verdictOn(workload, workspace, asked)) {
      case EarlierVerdict.Given given ->
          VerdictAnswer.of(
              given, states.sizesOf(given.state().workload()).of(asked).map(SizedAttempt::next));
      case EarlierVerdict.NotYet _ ->
          throw new ProblemException(
              HttpStatus.NOT_FOUND,
              "no verdict on attempt %d of run %s yet; it follows the attempt's end, so ask again, with wait=10s for example"
                  .formatted(asked.number(), asked.run()));
      case EarlierVerdict.Gone _ ->
          throw new ProblemException(
              HttpStatus.GONE,
              "the verdict on attempt %d of run %s is no longer kept: the run is over, and newer runs of its workload have taken its place; the topic run-verdicts may still have it"
                  .formatted(asked.number(), asked.run()));
    };
  }
}
