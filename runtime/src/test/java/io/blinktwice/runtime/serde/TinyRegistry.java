package io.blinktwice.runtime.serde;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A schema registry of three calls behind a real HTTP server, which can be told to refuse some. */
public final class TinyRegistry implements AutoCloseable {
  private static final String SCHEMAS = "/schemas/ids/";
  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final List<String> schemas = new ArrayList<>();
  private final ConcurrentLinkedQueue<Integer> refusals = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable String> authorization = new AtomicReference<>();
  private final AtomicInteger calls = new AtomicInteger();

  public TinyRegistry() throws IOException {
    this(0);
  }

  /** An empty one at an address that another one may have had before. */
  TinyRegistry(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** What the last caller said it is. */
  @Nullable String authorization() {
    return authorization.get();
  }

  public int calls() {
    return calls.get();
  }

  /** The next calls are answered so, one after the other. */
  public void refuseNext(Integer... statuses) {
    refusals.addAll(List.of(statuses));
  }

  /** Ids count from one. */
  synchronized int add(String schema) {
    int known = schemas.indexOf(schema);
    if (known >= 0) {
      return known + 1;
    }
    schemas.add(schema);
    return schemas.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
    Integer refusal = refusals.poll();
    String path = exchange.getRequestURI().getPath();
    if (refusal != null) {
      send(exchange, refusal, Map.of("error_code", refusal));
    } else if (path.startsWith(SCHEMAS)) {
      sendSchema(exchange, Integer.parseInt(path.substring(SCHEMAS.length())));
    } else {
      String schema = json.readTree(exchange.getRequestBody()).path("schema").asText();
      if (path.endsWith("/versions")) {
        send(exchange, 200, Map.of("id", add(schema)));
      } else {
        sendId(exchange, schema);
      }
    }
  }

  private synchronized void sendId(HttpExchange exchange, String schema) throws IOException {
    int known = schemas.indexOf(schema);
    send(exchange, known < 0 ? 404 : 200, known < 0 ? Map.of() : Map.of("id", known + 1));
  }

  private synchronized void sendSchema(HttpExchange exchange, int id) throws IOException {
    if (id < 1 || id > schemas.size()) {
      send(exchange, 404, Map.of("error_code", 40403));
    } else {
      send(exchange, 200, Map.of("schema", schemas.get(id - 1)));
    }
  }

  private void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
    byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
