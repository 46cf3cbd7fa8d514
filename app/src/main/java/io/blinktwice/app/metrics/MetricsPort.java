package io.blinktwice.app.metrics;

import com.sun.net.httpserver.HttpServer;
import io.blinktwice.runtime.metrics.JvmMetrics;
import io.blinktwice.runtime.metrics.KafkaMetrics;
import io.blinktwice.runtime.metrics.MetricsPage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /metrics} of a process that has no other HTTP. It says nothing about anybody's
 * workloads.
 */
public final class MetricsPort implements AutoCloseable {
  private static final int OK = 200;

  private final HttpServer server;

  private MetricsPort(HttpServer server) {
    this.server = server;
  }

  public static MetricsPort open(String address, int port) throws IOException {
    KafkaMetrics.register();
    JvmMetrics.register();
    HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] page = MetricsPage.text().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", MetricsPage.CONTENT_TYPE);
          exchange.sendResponseHeaders(OK, page.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(page);
          }
        });
    server.start();
    return new MetricsPort(server);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
