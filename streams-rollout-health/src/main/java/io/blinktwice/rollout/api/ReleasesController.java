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
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** The catalogue of releases. */
@Controller("/v1/releases")
@Requires(bean = RolloutDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
class ReleasesController {
  private final RolloutDesk desk;

  ReleasesController(RolloutDesk desk) {
    this.desk = desk;
  }

  /**
   * Lists the releases.
   *
   * @return the whole catalogue
   */
  @Get
  @Needs(Right.VIEW)
  ReleaseAnswer.Catalogue releases() {
    return desk.releases();
  }

  /**
   * Shows one release.
   *
   * @param version an engine version, such as 4.2.0
   * @return the release
   */
  @Get("/{version}")
  @Needs(Right.VIEW)
  ReleaseAnswer release(String version) {
    return desk.release(version);
  }

  /**
   * Registers a release, or changes it.
   *
   * @param version an engine version, such as 4.2.0
   */
  @Put("/{version}")
  @Needs(value = Right.OPERATE, platform = true)
  @RequestBody(content = @Content(schema = @Schema(implementation = ReleaseBody.class)))
  @ApiResponse(
      responseCode = "200",
      description = "the catalogue has it",
      content = @Content(schema = @Schema(implementation = ReleaseAnswer.class)))
  @ApiResponse(
      responseCode = "202",
      description = "it is written, and the catalogue does not show it yet",
      content = @Content(schema = @Schema(implementation = OrderAnswer.class)))
  HttpResponse<?> registerRelease(
      String version, @Nullable @Body byte[] body, HttpRequest<?> request) {
    String actor = Caller.of(request).actor();
    return desk.register(new Asked(version, actor, body == null ? new byte[0] : body));
  }
}
