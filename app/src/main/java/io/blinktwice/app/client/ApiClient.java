package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The HTTP API of a control plane, with the caller's credential. */
final class ApiClient implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than the longest wait for a verdict. */
  private static final Duration PER_CALL = Duration.ofSeconds(75);

  private final URI base;
  private final Map<String, String> credentials;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  ApiClient(URI base, Map<String, String> credentials) {
    this.base = base;
    this.credentials = new TreeMap<>(credentials);
  }

  /** For somebody with a token. */
  static ApiClient as(URI base, String token) {
    return new ApiClient(base, Map.of("Authorization", "Bearer " + token));
  }

  /**
   * What was answered.
   *
   * @param tag names the state that was seen, for a change that insists on it; empty without one
   */
  record Answer(JsonNode body, String tag) {}

  Answer get(String path) throws ApiRefused, IOException, InterruptedException {
    return send(request(path).GET());
  }

  /** What all pages of a list say under this name; the path has a query already. */
  List<JsonNode> pages(String path, String field)
      throws ApiRefused, IOException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    JsonNode page = get(path).body();
    page.path(field).forEach(found::add);
    while (page.hasNonNull("next")) {
      page = get(path + "&after=" + encoded(page.path("next").asText())).body();
      page.path(field).forEach(found::add);
    }
    return found;
  }

  /** What a list says under this name that has no more than one page. */
  List<JsonNode> elements(String path, String field)
      throws ApiRefused, IOException, InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    get(path).body().path(field).forEach(found::add);
    return found;
  }

  Answer send(String method, String path, JsonNode body, Map<String, String> headers)
      throws ApiRefused, IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isMissingNode()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    String reason = body.path("reason").asText();
    if (!reason.isEmpty()) {
      request.header("X-Reason", encoded(reason)); // For the audit, which reads no body.
    }
    return send(request);
  }

  /** The lines of a stream of events; ends when the stream does. */
  Stream<String> lines(String path, Map<String, String> headers)
      throws ApiRefused, IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/event-stream");
    credentials.forEach(request::header);
    headers.forEach(request::header);
    HttpResponse<Stream<String>> answer = http.send(request.build(), BodyHandlers.ofLines());
    if (answer.statusCode() / 100 != 2) {
      try (Stream<String> lines = answer.body()) {
        throw refused(answer.statusCode(), String.join("\n", lines.toList()));
      }
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PER_CALL);
    credentials.forEach(request::header);
    return request;
  }

  private Answer send(HttpRequest.Builder request)
      throws ApiRefused, IOException, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = http.send(request.build(), BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw unreachable();
    }
    if (answer.statusCode() / 100 != 2) {
      throw refused(answer.statusCode(), answer.body());
    }
    return new Answer(
        answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body()),
        answer.headers().firstValue("ETag").orElse(""));
  }

  private ApiRefused unreachable() {
    return new ApiRefused(
        503, "nothing answers at " + base + "; --api says where the control plane is");
  }

  private static ApiRefused refused(int status, String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      return new ApiRefused(status, detail(status, problem), problem.path("rule").asText(""));
    } catch (IOException e) {
      return new ApiRefused(status, "HTTP " + status);
    }
  }

  /** The problem's own words, with the single faults where there are several. */
  private static String detail(int status, JsonNode problem) {
    String detail = problem.path("detail").asText();
    StringBuilder said = new StringBuilder(detail.isEmpty() ? "HTTP " + status : detail);
    if (problem.path("errors").size() > 1 || problem.hasNonNull("rule")) {
      problem.path("errors").forEach(error -> said.append("\n  ").append(error.asText()));
    }
    return said.toString();
  }

  /** As one segment of a path, or one value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
