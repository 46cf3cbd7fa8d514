package io.blinktwice.app.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.simulator.FleetScript.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The control plane's HTTP API as a fleet's schedulers use it. */
final class FleetApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration PER_CALL = Duration.ofSeconds(10);
  private static final Duration STATE_MOVES_WITHIN = Duration.ofSeconds(30);
  private static final Duration BREATH = Duration.ofMillis(250);
  private static final int UNAVAILABLE = 503;

  private final URI base;
  private final Optional<String> authorization;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  FleetApi(URI base, Optional<String> authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  /**
   * A version for an attempt.
   *
   * @param decision the answer's own id
   * @param epoch of the roll-outs that it was made from
   */
  record Version(String version, String decision, long epoch, long validForSeconds) {}

  /** Asks which version an attempt gets. */
  CompletableFuture<Version> resolve(Owner owner, String run, int attempt) {
    ObjectNode asked =
        JSON.createObjectNode()
            .put("workload", owner.workload())
            .put("run", run)
            .put("attempt", attempt);
    HttpRequest request =
        request("/v1/resolve")
            .header("X-Workspace", owner.workspace())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(asked.toString()))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString()).thenApply(this::version);
  }

  private Version version(HttpResponse<String> answer) {
    JsonNode body = body(answer);
    return new Version(
        body.path("version").asText(),
        body.path("decisionId").asText(),
        body.path("epoch").asLong(),
        body.path("validForSeconds").asLong());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return answer(request(path).GET().build());
  }

  /** "Ask again" is done, for a while: a state may be on its way from one instance to another. */
  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    long until = System.nanoTime() + STATE_MOVES_WITHIN.toNanos();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    while (answer.statusCode() == UNAVAILABLE && System.nanoTime() < until) {
      Thread.sleep(BREATH);
      answer = http.send(request, BodyHandlers.ofString());
    }
    return body(answer);
  }

  JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .header("X-Actor", "blinktwice fleet")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return answer(request);
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PER_CALL);
    authorization.ifPresent(credential -> request.header("Authorization", credential));
    return request;
  }

  private JsonNode body(HttpResponse<String> answer) {
    try {
      JsonNode body = JSON.readTree(answer.body());
      if (answer.statusCode() / 100 != 2) {
        throw new UncheckedIOException(
            new IOException(
                "HTTP %d: %s"
                    .formatted(answer.statusCode(), body.path("detail").asText(answer.body()))));
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
