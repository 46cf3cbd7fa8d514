package io.blinktwice.rollout.api;

import io.blinktwice.rollout.api.Requests.Asked;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** Roll-outs and what people do with them. */
@Controller("/v1/rollouts")
@Requires(bean = RolloutDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
class RolloutsController {
  private final RolloutDesk desk;

  RolloutsController(RolloutDesk desk) {
    this.desk = desk;
  }

  /**
   * Lists the roll-outs.
   *
   * @return the stable version, and the newest decision on each roll-out
   */
  @Get
  @Needs(Right.VIEW)
  RolloutAnswer.FleetAnswer rollouts() {
    return desk.rollouts();
  }

  /**
   * Starts a roll-out, or does something with it.
   *
   * @param version an engine version of the catalogue, such as 4.2.0
   * @param action start, advance, pause, resume, promote or abort
   */
  @Post("/{version}/{action}")
  @Needs(value = Right.OPERATE, platform = true)
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = OrderBody.class)))
  @ApiResponse(
      responseCode = "202",
      description = "it is written; the decision on it is there where it came in time",
      content = @Content(schema = @Schema(implementation = OrderAnswer.class)))
  HttpResponse<OrderAnswer> orderRollout(
      String version, String action, @Nullable @Body byte[] body, HttpRequest<?> request) {
    String actor = Caller.of(request).actor();
    return HttpResponse.accepted()
        .body(desk.order(new Asked(version, actor, body == null ? new byte[0] : body), action));
  }
}
