package io.blinktwice.rollout.api;

import io.blinktwice.rollout.api.Requests.Asked;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
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

  /** All releases, oldest version first. */
  @Get
  @Needs(Right.VIEW)
  ReleaseAnswer.Catalogue all() {
    return desk.releases();
  }

  /** One release; its ETag is what a change can insist on. */
  @Get("/{version}")
  @Needs(Right.VIEW)
  HttpResponse<ReleaseAnswer> one(String version) {
    ReleaseAnswer release = desk.release(version);
    return HttpResponse.ok(release).header(HttpHeaders.ETAG, release.tag().value());
  }

  /**
   * Registers a release, or anew: what is left out is empty, and a retirement is taken back. With
   * {@code If-Match}, of two who looked at the same release one changes it.
   */
  @Put("/{version}")
  @Needs(value = Right.OPERATE, platform = true)
  HttpResponse<?> register(String version, @Nullable @Body byte[] body, HttpRequest<?> request) {
    return desk.register(asked(version, body, request), request);
  }

  /**
   * Lets nobody enter a release any more. Refused with the list of workloads that are pinned to it,
   * or they are moved.
   */
  @Post("/{version}/retire")
  @Needs(value = Right.OPERATE, platform = true)
  HttpResponse<?> retire(String version, @Nullable @Body byte[] body, HttpRequest<?> request) {
    return desk.retire(asked(version, body, request), request);
  }

  private static Asked asked(String version, @Nullable byte[] body, HttpRequest<?> request) {
    return new Asked(version, Caller.of(request).actor(), body == null ? new byte[0] : body);
  }
}
