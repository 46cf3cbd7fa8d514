package io.blinktwice.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** What an instance answers over HTTP, sent on to the owner where another one has the state. */
final class InstanceApi implements AutoCloseable {
  private static final Duration PER_CALL = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PER_CALL)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final Cast cast;

  InstanceApi(Cast cast) {
    this.cast = cast;
  }

  /** Whether any one instance could be taken away: the standbys have caught up. */
  boolean areStandbysCaughtUp() throws InterruptedException {
    for (int number = 1; number <= Cast.INSTANCES; number++) {
      if (call(cast.http(number).resolve("/health/scale-safe")).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** What is remembered of a workload; empty when nothing is, or nobody answers. */
  Optional<JsonNode> workload(String name) throws InterruptedException {
    return call(cast.http(1).resolve("/v1/workloads/" + name));
  }

  private Optional<JsonNode> call(URI address) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).timeout(PER_CALL).build(), BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? Optional.of(JSON.readTree(answer.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
