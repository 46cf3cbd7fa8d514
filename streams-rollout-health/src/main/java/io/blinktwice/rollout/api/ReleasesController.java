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
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The catalogue of releases. */
@Controller("/v1/releases")
@Requires(bean = RolloutDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
class ReleasesController {
  private final RolloutDesk desk;

  ReleasesController(RolloutDesk desk) {
    this.desk = desk;
  }

  @Get
  @Needs(Right.VIEW)
  ReleaseAnswer.Catalogue all() {
    return desk.releases();
  }

  @Get("/{version}")
  @Needs(Right.VIEW)
  ReleaseAnswer one(String version) {
    return desk.release(version);
  }

  @Put("/{version}")
  @Needs(value = Right.OPERATE, platform = true)
  HttpResponse<?> register(String version, @Nullable @Body byte[] body, HttpRequest<?> request) {
    String actor = Caller.of(request).actor();
    return desk.register(new Asked(version, actor, body == null ? new byte[0] : body));
  }
}
