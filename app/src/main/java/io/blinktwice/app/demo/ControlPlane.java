package io.blinktwice.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.blinktwice.app.installation.InstallationFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** The HTTP API as a scheduler or a person uses it: patient while the control plane is away. */
final class ControlPlane {
  private static final Duration PER_CALL = Duration.ofSeconds(40);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final int OK = 200;

  private final URI base;
  private final InstallationFolder folder;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final ObjectMapper json = new ObjectMapper();

  ControlPlane(URI base, InstallationFolder folder) {
    this.base = base;
    this.folder = folder;
  }

  /** The verdict on an attempt, waited for. */
  JsonNode verdict(String workload, String run, int attempt)
      throws DemoFailed, InterruptedException {
    String path =
        "/v1/runs/%s/verdict?workload=%s&attempt=%d&wait=10s"
            .formatted(encoded(run), encoded(workload), attempt);
    return await(path, answer -> true, "a verdict on attempt " + attempt + " of " + run);
  }

  /** Asks until the answer is as expected. */
  JsonNode await(String path, Predicate<JsonNode> expected, String what)
      throws DemoFailed, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "no answer";
    while (System.nanoTime() < deadline) {
      try {
        HttpResponse<String> answer = send("GET", path, "");
        last = answer.statusCode() + " " + answer.body();
        JsonNode body = answer.statusCode() == OK ? json.readTree(answer.body()) : missing();
        if (!body.isMissingNode() && expected.test(body)) {
          return body;
        }
      } catch (IOException e) {
        last = "the control plane does not answer: " + e;
      }
      Thread.sleep(PAUSE);
    }
    throw new DemoFailed("expected: " + what + "\n    seen: GET " + path + ": " + last);
  }

  private static JsonNode missing() {
    return MissingNode.getInstance();
  }

  /** What is there now; the status is part of what is looked at. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  void post(String path, String body) throws DemoFailed, IOException, InterruptedException {
    accepted("POST", path, body);
  }

  private void accepted(String method, String path, String body)
      throws DemoFailed, IOException, InterruptedException {
    HttpResponse<String> answer = send(method, path, body);
    if (answer.statusCode() / 100 != 2) {
      throw new DemoFailed(
          "expected: %s %s to be accepted%n    seen: %d %s"
              .formatted(method, path, answer.statusCode(), answer.body()));
    }
  }

  void put(String path, String body) throws DemoFailed, IOException, InterruptedException {
    accepted("PUT", path, body);
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PER_CALL);
    folder.authorization().ifPresent(credential -> request.header("Authorization", credential));
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body));
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
