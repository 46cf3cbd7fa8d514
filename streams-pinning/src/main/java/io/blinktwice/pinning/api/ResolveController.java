package io.blinktwice.pinning.api;

import io.blinktwice.pinning.PinningRole;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.decision.Question;
import io.blinktwice.pinning.decision.Resolution;
import io.blinktwice.pinning.decision.Resolving;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Asked before every attempt: which version? */
@Controller("/v1/resolve")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class ResolveController {
  private final PinningRole role;
  private final OwnedState states;

  ResolveController(PinningRole role, OwnedState states) {
    this.role = role;
    this.states = states;
  }

  /**
   * Says which version an attempt gets, why, and where to connect.
   *
   * @param explain whether to tell every rule that was asked, too
   * @return the version, and why
   */
  @Post
  @Needs(Right.VIEW)
  ResolveAnswer resolve(
      @Body ResolveRequest asked,
      @QueryValue(defaultValue = "false") boolean explain,
      HttpRequest<?> request) {
    FleetPolicy under = role.under();
    Workload workload = asked.workloadAsked(Caller.of(request).workspace());
    return switch (Measured.resolve(() -> answer(workload, asked, under))) {
      case Resolution.Chosen chosen ->
          ResolveAnswer.of(
              chosen,
              new ResolveAnswer.Around(
                  workload.fingerprint().value(),
                  under.fleet().stable(),
                  states.sizesOf(workload).wishFor(asked.asked().attempt()),
                  role.connectAddress(),
                  explain));
      case Resolution.Refused refused ->
          throw ProblemException.forbiddenBy(
              refused.reason().rule(), HttpStatus.CONFLICT, refused.reason().sentence());
    };
  }

  private Resolution answer(Workload workload, ResolveRequest asked, FleetPolicy under) {
    Question question = asked.asked();
    WorkloadState state =
        states
            .of(workload, question.attempt().run())
            .orElseGet(() -> WorkloadState.unknown(workload));
    return Resolving.resolve(state, question, under);
  }
}
