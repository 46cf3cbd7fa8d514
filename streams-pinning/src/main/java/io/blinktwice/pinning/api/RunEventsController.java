package io.blinktwice.pinning.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.events.RunEvent;
import io.blinktwice.pinning.PinningRole;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.JsonBody;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** For schedulers without Kafka: what happens to their runs. */
@Controller("/v1/run-events")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class RunEventsController {
  private static final int MOST_EVENTS = 500;

  private final PinningRole role;
  private final PostedRecords records;
  private final Clock clock = Clock.systemUTC();

  RunEventsController(PinningRole role, PostedRecords records) {
    this.role = role;
    this.records = records;
  }

  /**
   * Takes one event, or a list of up to 500 in the order in which they happened.
   *
   * <p>202 once the brokers have all of them; 207 where some of a list are refused, each with all
   * that is wrong with it; 422 for a single one that is. Posted again it changes nothing: events
   * are recognised by their id and by what they speak of.
   */
  @Post
  @Needs(Right.OPERATE)
  @RequestBody(content = @Content(schema = @Schema(implementation = RunEventBody.class)))
  HttpResponse<RunEventAnswer> postRunEvents(@Nullable @Body byte[] body, HttpRequest<?> request) {
    JsonNode tree = JsonBody.tree(body == null ? new byte[0] : body);
    PostedRunEvent.Surroundings around =
        new PostedRunEvent.Surroundings(
            Caller.of(request).workspace(),
            role.under().fleet(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!tree.isArray()) {
      return single(PostedRunEvent.of(tree, around));
    }
    if (tree.isEmpty() || tree.size() > MOST_EVENTS) {
      throw ProblemException.invalid(
          List.of("a list has between 1 and %d events".formatted(MOST_EVENTS)));
    }
    List<PostedRunEvent> posted =
        StreamSupport.stream(tree.spliterator(), false)
            .map(event -> PostedRunEvent.of(event, around))
            .toList();
    records.writeRunEvents(
        posted.stream().map(PostedRunEvent::event).filter(Objects::nonNull).toList());
    RunEventAnswer answer = RunEventAnswer.of(posted);
    return HttpResponse.<RunEventAnswer>status(
            answer.refused() == 0 ? HttpStatus.ACCEPTED : HttpStatus.MULTI_STATUS)
        .body(answer);
  }

  private HttpResponse<RunEventAnswer> single(PostedRunEvent posted) {
    RunEvent event = posted.event();
    if (event == null) {
      throw ProblemException.invalid(posted.problems());
    }
    records.writeRunEvents(List.of(event));
    return HttpResponse.accepted().body(RunEventAnswer.of(List.of(posted)));
  }
}
