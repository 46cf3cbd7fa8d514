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

/** Roll-outs and what people do with them. */
@Controller("/v1/rollouts")
@Requires(bean = RolloutDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
class RolloutsController {
  private final RolloutDesk desk;

  RolloutsController(RolloutDesk desk) {
    this.desk = desk;
  }

  @Get
  @Needs(Right.VIEW)
  RolloutAnswer.FleetAnswer all() {
    return desk.rollouts();
  }

  @Post("/{version}/{action}")
  @Needs(value = Right.OPERATE, platform = true)
  HttpResponse<OrderAnswer> order(
      String version, String action, @Nullable @Body byte[] body, HttpRequest<?> request) {
    String actor = Caller.of(request).actor();
    return HttpResponse.accepted()
        .body(desk.order(new Asked(version, actor, body == null ? new byte[0] : body), action));
  }
}
