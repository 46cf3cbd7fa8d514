package io.blinktwice.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The HTTP API, as curl would use it. */
final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();

  Api(URI base) {
    this.base = base;
  }

  /** Status and body of an answer. */
  record Answer(int status, JsonNode body) {}

  Answer call(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(),
        answer.body().isEmpty() ? MissingNode.getInstance() : json.readTree(answer.body()));
  }

  /** What is no JSON. */
  String text(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  Answer get(String path) throws IOException, InterruptedException {
    return call("GET", path, "");
  }

  /** Asks until the answer is as wanted; the control plane may be away for a while. */
  Answer await(String path, Predicate<Answer> wanted) {
    return Awaitility.await(path)
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(failure -> failure instanceof IOException)
        .until(() -> get(path), wanted);
  }
}
