package io.blinktwice.rollout.api;

import io.blinktwice.rollout.api.Requests.Asked;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;

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
  HttpResponse<String> all() {
    return Http.response(desk.releases());
  }

  @Get("/{version}")
  HttpResponse<String> one(String version) {
    return Http.response(desk.release(version));
  }

  @Put("/{version}")
  @Consumes(MediaType.ALL)
  HttpResponse<String> register(
      String version, @Header("X-Actor") Optional<String> actor, @Nullable @Body byte[] body) {
    return Http.response(
        desk.register(new Asked(version, actor, body == null ? new byte[0] : body)));
  }
}
