package io.blinktwice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server on loopback that gives recorded answers, and notes what was not as recorded. */
final class RecordedServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<String> faults = new ArrayList<>();
  private @Nullable Deque<ObjectNode> exchanges;

  RecordedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** It closes every connection without a word. */
  synchronized void away() {
    exchanges = null;
  }

  synchronized void expect(JsonNode recorded) {
    if (exchanges != null && !exchanges.isEmpty()) {
      faults.add("not asked for: " + exchanges);
    }
    Deque<ObjectNode> next = new ArrayDeque<>();
    recorded.forEach(exchange -> next.add(exchange.deepCopy()));
    exchanges = next;
  }

  synchronized List<String> faults() {
    List<String> all = new ArrayList<>(faults);
    if (exchanges != null) {
      exchanges.forEach(exchange -> all.add("not asked for: " + exchange));
    }
    return all;
  }

  private record Reply(int status, String text, long delayMillis) {}

  private void answer(HttpExchange asked) throws IOException {
    try (asked) {
      String body = new String(asked.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Reply reply = reply(asked.getRequestMethod(), asked.getRequestURI(), body);
      if (reply == null || ended.await(reply.delayMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      byte[] text = reply.text().getBytes(StandardCharsets.UTF_8);
      asked.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
      asked.getResponseBody().write(text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Reply reply(String method, URI url, String body)
      throws IOException {
    if (exchanges == null) {
      return null;
    }
    ObjectNode exchange = exchanges.peek();
    if (exchange == null
        || !method.equals(exchange.path("method").asText())
        || !url.getRawPath().equals(exchange.path("path").asText())) {
      faults.add("asked " + method + " " + url + " instead of " + exchange);
      return null;
    }
    Map<String, String> query = query(url);
    exchange
        .path("query")
        .properties()
        .forEach(
            field -> hold(field.getKey(), field.getValue().asText(), query.get(field.getKey())));
    JsonNode told = JSON.readTree(body);
    if (exchange.has("body")) {
      hold("body", exchange.get("body"), told);
    }
    if (exchange.has("events")) {
      return taken(exchange, told);
    }
    exchanges.remove();
    if (exchange.has("hangsUp")) {
      return null;
    }
    String text =
        exchange.has("text")
            ? exchange.get("text").textValue()
            : exchange.path("answer").toString();
    return new Reply(exchange.get("status").intValue(), text, exchange.path("delayMillis").asInt());
  }

  /** A sender may deliver events one by one or together; only their order is recorded. */
  private Reply taken(ObjectNode exchange, JsonNode told) {
    ArrayNode left = (ArrayNode) exchange.get("events");
    ArrayNode results = JSON.createArrayNode();
    int refused = 0;
    for (JsonNode event : told) {
      if (left.isEmpty()) {
        faults.add("an event too many: " + event);
        break;
      }
      ObjectNode expected = (ObjectNode) left.remove(0);
      JsonNode why = expected.remove("refusedBecause");
      contains(event, expected);
      ObjectNode result = results.addObject().put("status", why == null ? "accepted" : "refused");
      ArrayNode errors = result.putArray("errors");
      if (why != null) {
        errors.add(why);
        refused++;
      }
    }
    if (left.isEmpty() && exchanges != null) {
      exchanges.remove();
    }
    return new Reply(
        refused > 0 ? 207 : 202, JSON.createObjectNode().set("results", results).toString(), 0);
  }

  private void contains(JsonNode told, JsonNode expected) {
    expected
        .properties()
        .forEach(
            field -> {
              JsonNode value = told.path(field.getKey());
              if (field.getValue().isObject()) {
                contains(value, field.getValue());
              } else {
                hold(field.getKey(), field.getValue().asText(), value.asText());
              }
            });
  }

  private void hold(String what, @Nullable Object expected, @Nullable Object told) {
    if (expected == null || !expected.equals(told)) {
      faults.add(what + " is " + told + " instead of " + expected);
    }
  }

  private static Map<String, String> query(URI url) {
    String raw = url.getRawQuery();
    return raw == null
        ? Map.of()
        : Stream.of(raw.split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
