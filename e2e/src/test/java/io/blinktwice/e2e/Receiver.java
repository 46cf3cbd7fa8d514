package io.blinktwice.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody else's HTTP server that is told of tickets: it stumbles twice before it hears. */
final class Receiver implements AutoCloseable {
  private static final int STUMBLES = 2;
  private static final int FAILED = 500;
  private static final int HEARD = 204;

  private final String secret;
  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * A request that came.
   *
   * @param signed whether the signature is that of the secret
   * @param status what it was answered
   */
  record Call(String path, String key, boolean signed, int status, JsonNode body) {
    boolean isHeard() {
      return status == HEARD;
    }
  }

  Receiver(String secret) throws IOException {
    this.secret = secret;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  List<Call> heard() {
    return calls.stream().filter(Call::isHeard).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    long before = calls.stream().filter(call -> call.key().equals(key)).count();
    int status = before < STUMBLES ? FAILED : HEARD;
    calls.add(
        new Call(
            exchange.getRequestURI().getPath(),
            key,
            isSigned(exchange, body),
            status,
            json.readTree(body)));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  /** As the documentation tells a receiver to check it. */
  private boolean isSigned(HttpExchange exchange, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String timestamp = exchange.getRequestHeaders().getFirst("X-Blinktwice-Timestamp");
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      String expected = "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
      return expected.equals(exchange.getRequestHeaders().getFirst("X-Blinktwice-Signature"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
