package io.blinktwice.pinning.api;

import io.blinktwice.events.Environment;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.EntityTag;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The catalogue of client environments: which engines can a job's client talk to? */
@Controller("/v1/environments")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class EnvironmentsController {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Environments environments;
  private final PostedRecords records;
  private final Clock clock = Clock.systemUTC();

  EnvironmentsController(Environments environments, PostedRecords records) {
    this.environments = environments;
    this.records = records;
  }

  /**
   * Lists the client environments, by their version.
   *
   * @return all of them
   */
  @Get
  @Needs(Right.VIEW)
  EnvironmentAnswer.Catalogue environments() {
    return new EnvironmentAnswer.Catalogue(
        environments.all().stream().map(EnvironmentAnswer::of).toList());
  }

  /**
   * Shows one client environment; its ETag is what a change can insist on.
   *
   * @param version its version, such as py312-4
   */
  @Get("/{version}")
  @Needs(Right.VIEW)
  HttpResponse<EnvironmentAnswer> environment(@PathVariable String version) {
    return environments
        .of(version)
        .map(EnvironmentsController::answer)
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND, "no environment '%s' is registered".formatted(version)));
  }

  /**
   * Registers an environment, or anew: fields that are left out are empty. Answered once the
   * catalogue shows it, or with 202 before that.
   *
   * @param version its version, such as py312-4
   */
  @Put("/{version}")
  @Needs(value = Right.OPERATE, platform = true)
  @RequestBody(content = @Content(schema = @Schema(implementation = EnvironmentBody.class)))
  @ApiResponse(
      responseCode = "200",
      description = "the catalogue has it",
      content = @Content(schema = @Schema(implementation = EnvironmentAnswer.class)))
  HttpResponse<EnvironmentAnswer> registerEnvironment(
      @PathVariable String version, @Nullable @Body byte[] body, HttpRequest<?> request) {
    Environment wanted =
        EnvironmentFields.read(
            version,
            body == null ? new byte[0] : body,
            Caller.of(request).actor(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return written(wanted, request) ? answer(wanted) : answer(wanted).status(HttpStatus.ACCEPTED);
  }

  /** One at a time: of two who looked at the same environment, one changes it. */
  private synchronized boolean written(Environment wanted, HttpRequest<?> request) {
    environments
        .of(wanted.getVersion())
        .map(EnvironmentsController::tag)
        .orElse(EntityTag.ABSENT)
        .require(request);
    records.write(wanted);
    return environments.await(wanted, PATIENCE);
  }

  private static MutableHttpResponse<EnvironmentAnswer> answer(Environment environment) {
    return HttpResponse.ok(EnvironmentAnswer.of(environment))
        .header(HttpHeaders.ETAG, tag(environment).value());
  }

  private static EntityTag tag(Environment environment) {
    return EntityTag.of(EnvironmentAnswer.of(environment).toString());
  }
}
