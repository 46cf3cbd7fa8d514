package io.blinktwice.router.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.effect.ResolveClient;
import io.blinktwice.router.effect.SecretInFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Answers resolve with the version that a test wants, over real HTTP. */
public final class FakeResolve implements AutoCloseable {
  private static final String STABLE = "3.5.7";
  private static final CallIdentity WARM_UP = identity("warm-up", 1, null);

  public final List<String> asked = new CopyOnWriteArrayList<>();

  /** Questions for verdicts, as path and query. */
  public final List<String> judged = new CopyOnWriteArrayList<>();

  public final List<String> workspaces = new CopyOnWriteArrayList<>();
  public final List<String> credentials = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Map<Integer, String> verdicts = new ConcurrentHashMap<>();
  private final Map<Integer, String> retries = new ConcurrentHashMap<>();
  private volatile String answer = "";
  private volatile String rule = "stable";
  private volatile String size = "";
  private volatile @Nullable URI owner;
  private volatile int status = 200;

  public FakeResolve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/resolve", this::answer);
    server.createContext("/v1/runs", this::judge);
    server.start();
  }

  /** An attempt of a run that is called as its workload is. */
  public static CallIdentity identity(String workload, int attempt, @Nullable String environment) {
    return new CallIdentity(
        WorkspaceId.DEFAULT,
        new WorkloadIdentity.Named(new WorkloadId(workload)),
        Map.of(),
        new Attempt(new RunId(workload), attempt),
        null,
        environment,
        null,
        false,
        CallIdentity.Pace.UNSAID);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  public void says(String version) {
    status = 200;
    answer =
        """
        {"decisionId":"d-1","version":"%s","rule":"%s","epoch":7,"stable":"%s","validForSeconds":30%s}\
        """
            .formatted(version, rule, STABLE, size);
  }

  /** What its answers advise from now on. */
  public void advises(String name, long memoryBytes, boolean alone) {
    size = ",\"size\":\"%s\",\"memoryBytes\":%d,\"alone\":%s".formatted(name, memoryBytes, alone);
  }

  /** A first call loads classes, which may take longer than a gateway waits. */
  public void warmUp() throws IOException {
    try (InputStream body = url().resolve("/v1/resolve").toURL().openStream()) {
      body.readAllBytes();
    }
    try (ResolveClient client =
        new ResolveClient(url(), new EngineVersion(STABLE), new SecretInFile(null))) {
      for (int i = 0; i < 50 && client.versionOf(WARM_UP).fallback(); i++) {
        Thread.onSpinWait();
      }
    }
    asked.clear();
    credentials.clear();
    workspaces.clear();
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

  /** What the verdict on this attempt says, and what resolve says of the next one. */
  public void judges(int attempt, String action, String version) {
    verdicts.put(
        attempt,
        """
        {"action":"%s","retryVersion":"%s","retryAfterMillis":1}\
        """
            .formatted(action, version));
    retries.put(attempt + 1, version);
  }

  private void judge(HttpExchange exchange) {
    try (exchange) {
      String query = exchange.getRequestURI().toString();
      judged.add(query);
      String verdict =
          verdicts.entrySet().stream()
              .filter(entry -> query.contains("attempt=" + entry.getKey() + "&"))
              .map(entry -> entry.getValue())
              .findAny()
              .orElse("");
      byte[] body = verdict.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(verdict.isEmpty() ? 404 : 200, Math.max(body.length, 1));
      exchange.getResponseBody().write(body.length == 0 ? new byte[] {'-'} : body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void fails(int code) {
    status = code;
    answer = "{}";
  }

  /** As pinning does when no version suits what the client says it has. */
  public void refuses(String rule, String sentence) {
    status = 409;
    answer = "{\"rule\":\"%s\",\"detail\":\"%s\"}".formatted(rule, sentence);
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String credential = exchange.getRequestHeaders().getFirst("Authorization");
      credentials.add(credential == null ? "" : credential);
      workspaces.add(exchange.getRequestHeaders().getFirst("X-Workspace"));
      String question =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(question);
      retries.forEach(
          (attempt, version) -> {
            if (question.contains("\"attempt\":" + attempt)) {
              says(version);
            }
          });
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
