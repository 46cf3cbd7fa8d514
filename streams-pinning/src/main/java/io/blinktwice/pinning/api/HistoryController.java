package io.blinktwice.pinning.api;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.PinningRole;
import io.blinktwice.pinning.decision.Question;
import io.blinktwice.pinning.decision.Resolving;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Answers "why is it on this version?". */
@Controller("/v1/workloads")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class HistoryController {
  /** A retry of a run that nobody knows: none is ever drawn to test a pin or to be compared. */
  private static final Attempt NEXT = new Attempt(new RunId("the next run"), 2);

  private final PinningRole role;
  private final OwnedState states;
  private final PinHistory history;

  HistoryController(PinningRole role, OwnedState states, PinHistory history) {
    this.role = role;
    this.states = states;
    this.history = history;
  }

  /**
   * The version that a workload's next run gets, why, and what happened to its pins: the newest 50
   * events of a year.
   *
   * @param workload the workload's own name, or its fingerprint
   * @return the version, why, whether it is watched for slowness, and the story of the pins
   */
  @Get("/{workload}/history")
  @Needs(Right.VIEW)
  HistoryAnswer history(@PathVariable String workload, HttpRequest<?> request) {
    WorkspaceId workspace = Caller.of(request).workspace();
    WorkloadState state =
        states.named(workspace, workload).orElseThrow(() -> OwnedState.unseen(workload));
    return HistoryAnswer.of(
        state,
        SpeedAnswer.of(states.figuresOf(state.workload()), state.comparison()),
        Resolving.resolve(state, Question.of(NEXT), role.under()),
        history.of(state.workload().fingerprint()));
  }
}
