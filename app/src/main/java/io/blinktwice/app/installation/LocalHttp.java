package io.blinktwice.app.installation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The few HTTP calls that starting an installation takes. */
final class LocalHttp implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Longer than the API itself waits for a decision. */
  private static final Duration PER_CALL = Duration.ofSeconds(15);

  private final InstallationFolder folder;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();

  LocalHttp(InstallationFolder folder) {
    this.folder = folder;
  }

  /** An answer, whatever it says. */
  record Answer(int status, String body) {
    boolean isOk() {
      return status / 100 == 2;
    }
  }

  Answer get(URI address) throws IOException, InterruptedException {
    return send("GET", address, null);
  }

  Answer send(String method, URI address, @Nullable String json)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(PER_CALL)
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null) {
      request.header("Content-Type", "application/json").header("X-Actor", "blinktwice up");
    }
    folder.authorization().ifPresent(credential -> request.header("Authorization", credential));
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
