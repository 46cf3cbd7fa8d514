package io.blinktwice.runtime.query;

import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.http.RequestIds;
import io.micronaut.core.type.Headers;
import io.micronaut.http.HttpRequest;
import io.micronaut.json.JsonMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * Asks another instance the question that a client asked this one: with its method, path, body and
 * credentials.
 */
@Singleton
public final class Peers implements AutoCloseable {
  private static final Duration CONNECTED_WITHIN = Duration.ofMillis(250);

  /** Who asks, for which workspace, in which trace, and what must still be so. */
  private static final List<String> PASSED_ON =
      List.of(
          "Authorization",
          "X-Actor",
          Caller.WORKSPACE_HEADER,
          "If-Match",
          "traceparent",
          "tracestate",
          "Accept",
          "Content-Type");

  private final JsonMapper json;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTED_WITHIN)
          .build();

  Peers(JsonMapper json) {
    this.json = json;
  }

  /** Whether the question comes from another instance, which passes on what a client asked it. */
  public static boolean isAsking(HttpRequest<?> request) {
    return AskedAs.of(request) != AskedAs.ANYONE;
  }

  HttpResponse<byte[]> ask(HttpRequest<?> request, String address, AskedAs as, Duration within)
      throws IOException, InterruptedException {
    java.net.http.HttpRequest.Builder asked =
        java.net.http.HttpRequest.newBuilder(target(request, address))
            .timeout(within)
            .header(AskedAs.HEADER, as.word())
            .method(request.getMethodName(), body(request));
    // Both instances write an order into the audit trail; by this they are known to be one.
    asked.header(RequestIds.HEADER, RequestIds.of(request));
    Headers said = request.getHeaders();
    for (String name : PASSED_ON) {
      String value = said.get(name);
      if (value != null) {
        asked.header(name, value);
      }
    }
    return http.send(asked.build(), BodyHandlers.ofByteArray());
  }

  private static URI target(HttpRequest<?> request, String address) {
    URI asked = request.getUri();
    String query = asked.getRawQuery();
    return URI.create(
        "http://" + address + asked.getRawPath() + (query == null ? "" : "?" + query));
  }

  /** As it was understood here: an endpoint's body is read before it asks for a key. */
  private BodyPublisher body(HttpRequest<?> request) {
    return request
        .getBody()
        .map(understood -> BodyPublishers.ofByteArray(written(understood)))
        .orElseGet(BodyPublishers::noBody);
  }

  private byte[] written(Object understood) {
    try {
      return json.writeValueAsBytes(understood);
    } catch (IOException e) {
      throw new UncheckedIOException("the request cannot be passed on", e);
    }
  }

  @Override
  @PreDestroy
  public void close() {
    http.shutdownNow();
  }
}
