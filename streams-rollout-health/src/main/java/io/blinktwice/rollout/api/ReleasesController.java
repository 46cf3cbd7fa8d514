package io.blinktwice.rollout.api;

import io.blinktwice.rollout.api.Requests.Asked;
import io.blinktwice.runtime.http.Attribution;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
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
  ReleaseAnswer.Catalogue all() {
    return desk.releases();
  }

  @Get("/{version}")
  ReleaseAnswer one(String version) {
    return desk.release(version);
  }

  @Put("/{version}")
  HttpResponse<?> register(
      String version,
      @Nullable @Header(Attribution.HEADER) String actor,
      @Nullable @Body byte[] body) {
    return desk.register(new Asked(version, actor, body == null ? new byte[0] : body));
  }
}
