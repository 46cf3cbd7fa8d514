package io.blinktwice.runtime.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server with the rooms in it, its doors, and a trail that is remembered. */
final class House implements AutoCloseable {
  static final String ORDER = "{\"text\": \"paint it\"}";
  private static final ObjectMapper JSON = new ObjectMapper();

  final List<AuditEntry> trail = new CopyOnWriteArrayList<>();
  volatile boolean trailIsBroken;
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer as a client sees it. */
  record Answer(int status, HttpResponse<String> response, JsonNode body) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  House(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent("micronaut.server.host", "127.0.0.1");
    all.put("micronaut.server.port", "-1");
    all.put("micronaut.server.max-request-size", "4096");
    context = ApplicationContext.builder().properties(all).build();
    context.registerSingleton(AuditTrail.class, this::write);
    context.start();
    server = context.getBean(EmbeddedServer.class).start();
  }

  private CompletableFuture<Void> write(AuditEntry entry) {
    if (trailIsBroken) {
      return CompletableFuture.failedFuture(new IOException("no broker"));
    }
    trail.add(entry);
    return CompletableFuture.completedFuture(null);
  }

  static String newKey(Path file, String workspace, Right right) throws IOException {
    ApiKey.Fresh fresh =
        ApiKey.create(
            right.word() + "@" + workspace,
            Scope.of(workspace),
            right,
            new SecureRandom(),
            Instant.EPOCH);
    new KeyFile(file).add(fresh.kept());
    return fresh.secret();
  }

  List<String> changed() {
    return context.getBean(RoomsController.class).changed;
  }

  int port() {
    return server.getPort();
  }

  Answer call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/json"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    all.forEach(request::header);
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response,
        response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body()));
  }

  Answer with(String credential, String method, String path, String... headers)
      throws IOException, InterruptedException {
    String[] all = new String[headers.length + 2];
    all[0] = "Authorization";
    all[1] = "Bearer " + credential;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return call(method, path, method.equals("GET") ? "" : ORDER, all);
  }

  @Override
  public void close() {
    context.close();
    http.close();
  }
}
