package io.blinktwice.app.client;

import static io.blinktwice.app.client.ApiClient.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a run of {@code exec} asks the control plane and tells it. */
final class ExecJournal {
  private final ApiClient client;
  private final String workload;
  private final String run;
  private final boolean idempotent;

  ExecJournal(ApiClient client, String workload, String run, boolean idempotent) {
    this.client = client;
    this.workload = workload;
    this.run = run;
    this.idempotent = idempotent;
  }

  JsonNode resolve(int attempt, Optional<String> environment)
      throws ApiRefused, IOException, InterruptedException {
    ObjectNode asked = object().put("workload", workload).put("run", run).put("attempt", attempt);
    environment.ifPresent(version -> asked.put("environment", version));
    return client.send("POST", "/v1/resolve", asked, Map.of()).body();
  }

  ObjectNode asStarted(JsonNode resolution, String cause) {
    ObjectNode more = object().put("decisionId", resolution.path("decisionId").asText());
    more.set("epoch", resolution.path("epoch"));
    return cause.isEmpty() ? more : more.put("cause", cause);
  }

  ObjectNode asEnded(RunningCommand.Ended ended) {
    ObjectNode more = object();
    more.putObject("measured").put("durationMillis", ended.millis());
    if (ended.stopped()) {
      more.put("killedBy", "signal " + (ended.exitCode() - 128));
    } else if (ended.exitCode() != 0) {
      more.set("error", CommandFailure.of(ended.said(), ended.exitCode()).json());
    }
    return more;
  }

  ObjectNode asNotStarted() {
    return object().put("killedBy", "exec: the command could not be started");
  }

  /** An event that cannot be told is said, and changes nothing for the job. */
  void tell(int attempt, String kind, String version, ObjectNode more, Consumer<String> say)
      throws InterruptedException {
    ObjectNode event =
        object()
            .put("workload", workload)
            .put("run", run)
            .put("attempt", attempt)
            .put("kind", kind)
            .put("version", version)
            .put("sideEffects", idempotent ? "declared_idempotent" : "unknown")
            .put("orchestrator", "exec");
    event.setAll(more);
    try {
      client.send("POST", "/v1/run-events", event, Map.of());
    } catch (ApiRefused | IOException e) {
      say.accept(
          "that attempt %d has %s was not told: %s".formatted(attempt, kind, e.getMessage()));
    }
  }

  /** Nothing, where none came in time. */
  Optional<JsonNode> verdict(int attempt, String patience, Consumer<String> say)
      throws InterruptedException {
    try {
      return Optional.of(
          client
              .get(
                  "/v1/runs/%s/verdict?workload=%s&attempt=%d&wait=%s"
                      .formatted(encoded(run), encoded(workload), attempt, encoded(patience)))
              .body());
    } catch (ApiRefused | IOException e) {
      say.accept("no verdict came, so it is not repeated: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static ObjectNode object() {
    return ApiClient.JSON.createObjectNode();
  }
}
