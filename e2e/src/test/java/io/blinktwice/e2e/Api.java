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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The HTTP API, as curl would use it. */
final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final URI base;
  private final Map<String, String> headers;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();

  Api(URI base) {
    this(base, Map.of());
  }

  private Api(URI base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /** The same for whoever has this key. */
  Api with(String credential) {
    return with("Authorization", "Bearer " + credential);
  }

  /** The same with one header more. */
  Api with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Api(base, Map.copyOf(more));
  }

  /** Events until one is the last that is wanted; heartbeats and greetings are left out. */
  List<Heard> listen(String query, String lastEventId, Predicate<Heard> isLast)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/v1/events?" + query));
    headers.forEach(request::header);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    List<Heard> heard = new ArrayList<>();
    try (Stream<String> lines = http.send(request.build(), BodyHandlers.ofLines()).body()) {
      Map<String, String> fields = new HashMap<>();
      for (String line : (Iterable<String>) lines::iterator) {
        if (!line.isEmpty()) {
          fields.put(line.split(":", 2)[0].strip(), line.split(":", 2)[1].strip());
          continue;
        }
        Heard one =
            new Heard(
                fields.getOrDefault("event", ""),
                fields.getOrDefault("id", ""),
                json.readTree(fields.getOrDefault("data", "{}")));
        fields.clear();
        if (!Set.of("hello", "heartbeat").contains(one.name())) {
          heard.add(one);
        }
        if (isLast.test(one)) {
          return heard;
        }
      }
    }
    return heard;
  }

  /** One server-sent event. */
  record Heard(String name, String id, JsonNode data) {}

  /** Status and body of an answer. */
  record Answer(int status, JsonNode body) {}

  /** Status and kind of an answer; a body that never ends is not waited for. */
  record Kind(int status, String contentType) {}

  Kind kindOf(String method, String path, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    var answer = http.send(request.build(), BodyHandlers.ofInputStream());
    answer.body().close();
    return new Kind(answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""));
  }

  Answer call(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    var answer = http.send(request.build(), BodyHandlers.ofString());
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
