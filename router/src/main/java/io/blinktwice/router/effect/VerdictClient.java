package io.blinktwice.router.effect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.decision.NextTry;
import io.blinktwice.runtime.access.Caller;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks what is to be done about an attempt that has just failed; no answer means nothing. */
final class VerdictClient implements AutoCloseable {
  /**
   * Classification and verdict take some 100 ms together, on a crowded machine seconds; after this
   * the client waits no more.
   */
  private static final Duration WAIT = Duration.ofSeconds(8);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final SecretInFile apiKey;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(ResolveClient.LIMIT)
          .build();

  VerdictClient(URI base, SecretInFile apiKey) {
    this.base = URI.create(base.toString().replaceAll("/+$", ""));
    this.apiKey = apiKey;
  }

  NextTry about(WorkspaceId workspace, WorkloadIdentity workload, Attempt attempt)
      throws InterruptedException {
    String path =
        "/v1/runs/%s/verdict?workload=%s&attempt=%d&wait=%ds"
            .formatted(
                encoded(attempt.run().value()),
                encoded(addressed(workspace, workload)),
                attempt.number(),
                WAIT.toSeconds());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header(Caller.WORKSPACE_HEADER, workspace.value())
            .timeout(WAIT.plusSeconds(1));
    String key = apiKey.now();
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? read(JSON.readTree(answer.body()))
          : new NextTry.None("no verdict came: status " + answer.statusCode());
    } catch (IOException | InvalidIdentifier e) {
      return new NextTry.None("no verdict came: " + e);
    }
  }

  /** By its name, if it has one that is its own. */
  private static String addressed(WorkspaceId workspace, WorkloadIdentity workload) {
    return workload instanceof WorkloadIdentity.Named(WorkloadId name)
        ? name.value()
        : RunEvents.fingerprintOf(workspace, workload).value();
  }

  private static NextTry read(JsonNode verdict) {
    return NextTry.of(
        verdict.path("action").asText(),
        verdict.hasNonNull("retryVersion")
            ? new EngineVersion(verdict.get("retryVersion").asText())
            : null,
        Duration.ofMillis(verdict.path("retryAfterMillis").asLong()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
