package io.blinktwice.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request to the control plane, answered within a bound whatever the network does. */
final class Api {
  /** No answer came, or none in time. */
  static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1;

    Unreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  record Answer(int status, String body) {
    /** What a problem says, for a person. */
    String sentence() {
      Object detail = Json.readObject(body).get("detail");
      return "HTTP " + status + (detail instanceof String text ? ": " + text : "");
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final @Nullable String key;

  Api(URI url, @Nullable String key) {
    String text = url.toString();
    this.url = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.key = key;
  }

  Answer get(String path, Duration timeout) throws Unreachable, InterruptedException {
    return within(timeout, request(path).GET());
  }

  Answer post(String path, Object body, Duration timeout) throws Unreachable, InterruptedException {
    return within(
        timeout,
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  /** The future bounds it: a request's own timeout does not cover a name that does not resolve. */
  private Answer within(Duration timeout, HttpRequest.Builder request)
      throws Unreachable, InterruptedException {
    CompletableFuture<HttpResponse<String>> asked =
        http.sendAsync(request.timeout(timeout).build(), BodyHandlers.ofString());
    try {
      HttpResponse<String> answer = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(answer.statusCode(), answer.body());
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new Unreachable("no answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String what = cause instanceof IOException ? "no answer" : "no answer is possible";
      throw new Unreachable(what + ": " + cause, cause);
    }
  }
}
