package io.blinktwice.classifier.api;

import io.blinktwice.classifier.decision.Comparison;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.Fields;
import io.blinktwice.runtime.http.JsonBody;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.util.OptionalLong;

/** The classifier, asked about one failure. */
@Controller("/v1/classify")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = FailureDesk.class)
final class ClassifyController {
  private static final int LONGEST_ID = 200;
  private static final int LONGEST_VERSION = 80;
  private static final int LARGEST_CODE = 1 << 16;

  private final FailureDesk desk;

  ClassifyController(FailureDesk desk) {
    this.desk = desk;
  }

  /**
   * Says whose failure a text tells of.
   *
   * <p>Nothing is stored, and no run is looked up: only what the body says counts.
   */
  @Post
  @Needs(Right.VIEW)
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = ClassifyBody.class)))
  ClassifyAnswer classifyFailure(@Nullable @Body byte[] body) {
    Fields fields =
        new Fields(JsonBody.object(body == null ? new byte[0] : body), ClassifyBody.class);
    String id = fields.text("id", LONGEST_ID).orElse(null);
    if (!fields.has("text")) {
      fields.wrong("'text' is what the failure said");
    }
    Failure failure = Failure.ofText(fields.prose("text").orElse(""));
    OptionalLong exitCode = fields.whole("exitCode", -LARGEST_CODE, LARGEST_CODE);
    Comparison compared =
        new Comparison(
            version(fields, "engineVersion"),
            version(fields, "previousVersion"),
            fields.has("previousSucceeded") ? fields.flag("previousSucceeded") : null);
    fields.refuseProblems();
    Failure asked =
        exitCode.isPresent() ? failure.withExitCode((int) exitCode.getAsLong()) : failure;
    return ClassifyAnswer.of(id, desk.judge(asked, compared));
  }

  private static @org.jspecify.annotations.Nullable EngineVersion version(
      Fields fields, String name) {
    return fields.understood(name, LONGEST_VERSION, EngineVersion::new).orElse(null);
  }
}
