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
   * Shows one release; its ETag is what a change can insist on.
   *
   * @param version an engine version, such as 4.2.0
   * @return the release
   */
  @Get("/{version}")
  @Needs(Right.VIEW)
  HttpResponse<ReleaseAnswer> release(String version) {
    return desk.release(version);
  }

  /**
   * Registers a release, or anew: what is left out is empty, and a retirement is taken back. With
   * {@code If-Match}, of two who looked at the same release one changes it.
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
    return desk.register(asked(version, body, request), request);
  }

  /**
   * Lets nobody enter a release any more. Refused with the list of workloads that are pinned to it,
   * or they are moved.
   *
   * @param version an engine version, such as 4.2.0
   */
  @Post("/{version}/retire")
  @Needs(value = Right.OPERATE, platform = true)
  @RequestBody(content = @Content(schema = @Schema(implementation = RetireBody.class)))
  @ApiResponse(
      responseCode = "200",
      description = "the catalogue has it",
      content = @Content(schema = @Schema(implementation = ReleaseAnswer.class)))
  HttpResponse<?> retireRelease(
      String version, @Nullable @Body byte[] body, HttpRequest<?> request) {
    return desk.retire(asked(version, body, request), request);
  }

  private static Asked asked(String version, @Nullable byte[] body, HttpRequest<?> request) {
    return new Asked(version, Caller.of(request).actor(), body == null ? new byte[0] : body);
  }
}
