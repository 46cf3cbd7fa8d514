package io.blinktwice.runtime.health;

import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.Scaled;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.List;

/** Taking instances away: whether it can be done now, and doing it to this one. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class ScalingController {
  private final List<Scaled> parts;

  ScalingController(List<KeepsRunning> owners) {
    this.parts = ScaleSafety.partsOf(owners);
  }

  /**
   * Says whether this instance may be taken away now.
   *
   * @return nothing speaks against it
   */
  @ApiResponse(
      responseCode = "503",
      description = "something does, and the body says what",
      content = @Content(schema = @Schema(implementation = ScaleSafety.class)))
  @Get("/health/scale-safe")
  @Needs(Right.NONE)
  HttpResponse<ScaleSafety> scaleSafe() {
    ScaleSafety now = ScaleSafety.of(parts);
    return HttpResponse.<ScaleSafety>status(
            now.safe() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(now);
  }

  /**
   * Retires this instance.
   *
   * <p>It will not come back: when it ends, it gives its partitions to the others at once.
   *
   * @param force even where it costs others time or work
   */
  @ApiResponse(
      responseCode = "202",
      description = "it does so when it ends",
      content = @Content(schema = @Schema(implementation = ScaleSafety.class)))
  @Post("/v1/instance/retirement")
  @Needs(value = Right.ADMIN, platform = true)
  HttpResponse<ScaleSafety> retire(@QueryValue(defaultValue = "false") boolean force) {
    ScaleSafety now = ScaleSafety.of(parts);
    if (!now.safe() && !force) {
      throw ProblemException.forbiddenBy(
          "scale-safe",
          HttpStatus.CONFLICT,
          "taking this instance away now would cost others time or work: "
              + now.sentence()
              + "; wait until GET /health/scale-safe answers 200, or say ?force=true");
    }
    parts.forEach(Scaled::retire);
    return HttpResponse.<ScaleSafety>accepted().body(now);
  }
}
