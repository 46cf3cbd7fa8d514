package io.blinktwice.router.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Answers resolve with the version that a test wants, over real HTTP. */
public final class FakeResolve implements AutoCloseable {
  private static final String STABLE = "3.5.7";

  public final List<String> asked = new CopyOnWriteArrayList<>();
  public final List<String> credentials = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile String answer = "";
  private volatile String rule = "stable";
  private volatile @Nullable URI owner;
  private volatile int status = 200;

  public FakeResolve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/resolve", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  public void says(String version) {
    status = 200;
    answer =
        """
        {"decisionId":"d-1","version":"%s","rule":"%s","epoch":7,"stable":"%s","validForSeconds":30}\
        """
            .formatted(version, rule, STABLE);
  }

  /** As pinning does for an attempt that it knows of. */
  public void hasSeenTheAttemptStart(String version) {
    rule = "already-started";
    says(version);
  }

  /** As an instance does that does not own the workload. */
  public void sendsTo(URI theOwner) {
    owner = theOwner;
  }

  public void fails(int code) {
    status = code;
    answer = "{}";
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String credential = exchange.getRequestHeaders().getFirst("Authorization");
      credentials.add(credential == null ? "" : credential);
      asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      URI elsewhere = owner;
      if (elsewhere != null) {
        exchange.getResponseHeaders().add("Location", elsewhere.resolve("/v1/resolve").toString());
        exchange.sendResponseHeaders(307, -1);
        return;
      }
      byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
