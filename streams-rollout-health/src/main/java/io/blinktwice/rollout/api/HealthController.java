package io.blinktwice.rollout.api;

import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How versions fare, for people and for roll-out controllers. */
@Controller("/v1")
@Requires(bean = HealthDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
class HealthController {
  private final HealthDesk desk;

  HealthController(HealthDesk desk) {
    this.desk = desk;
  }

  /**
   * Tells how a roll-out went: each decision with its reasons, and how the evidence grew.
   *
   * @param version an engine version, such as 4.2.0
   * @return the log; 404 before there was anything to tell
   */
  @Get("/rollouts/{version}/log")
  @Needs(Right.VIEW)
  RolloutLogAnswer rolloutLog(String version) {
    return desk.log(version);
  }

  /**
   * Shows how a release fares in the fleet, by wave.
   *
   * @param version an engine version, such as 4.2.0
   * @return its health; 404 before anything was counted of it
   */
  @Get("/releases/{version}/health")
  @Needs(Right.VIEW)
  HealthAnswer releaseHealth(String version) {
    return desk.health(version);
  }

  /**
   * Says in one word what a roll-out controller is to do: continue, slow, pause or unknown. Made
   * for the web metric provider of Argo Rollouts.
   *
   * @param version an engine version, such as 4.2.0
   */
  @Get("/releases/{version}/analysis")
  @Needs(Right.VIEW)
  AnalysisAnswer analyseRelease(String version) {
    return desk.analysis(version);
  }

  /**
   * Opens or shuts a gate for Flagger: advance is open while the evidence says continue, rollback
   * while it says pause.
   *
   * @param version an engine version, such as 4.2.0
   * @param gate advance or rollback
   */
  @Post("/releases/{version}/gates/{gate}")
  @Needs(Right.VIEW)
  @ApiResponse(
      responseCode = "200",
      description = "the gate is open",
      content = @Content(schema = @Schema(implementation = AnalysisAnswer.class)))
  @ApiResponse(
      responseCode = "403",
      description = "the gate is shut",
      content = @Content(schema = @Schema(implementation = AnalysisAnswer.class)))
  HttpResponse<AnalysisAnswer> passGate(String version, String gate, @Nullable @Body byte[] body) {
    AnalysisAnswer analysis = desk.analysis(version);
    return desk.isOpen(gate, analysis)
        ? HttpResponse.ok(analysis)
        : HttpResponse.<AnalysisAnswer>status(HttpStatus.FORBIDDEN).body(analysis);
  }

  /**
   * Shows the newest decision on a roll-out, or waits for a newer one.
   *
   * @param version an engine version, such as 4.2.0
   * @param after the decision that is known already: answered is a newer one, if it comes in time
   * @param wait how long to wait for it, up to 60s
   * @return the newest decision, the known one where nothing newer came
   */
  @Get("/rollouts/{version}")
  @Needs(Right.VIEW)
  RolloutAnswer rollout(
      String version,
      @Nullable @QueryValue String after,
      @QueryValue(defaultValue = "0s") Duration wait) {
    return desk.decision(version, after, wait);
  }

  /**
   * Shows how the fleet's upgrades went: success rate, versions alive, upgrades in a year.
   *
   * @return the figures
   */
  @Get("/upgrades")
  @Needs(Right.VIEW)
  UpgradesAnswer upgrades() {
    return desk.upgrades();
  }
}
