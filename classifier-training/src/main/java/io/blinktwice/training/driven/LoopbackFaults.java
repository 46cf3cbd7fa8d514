package io.blinktwice.training.driven;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/** Endpoints on loopback that refuse or never answer, and a port that nobody listens on. */
final class LoopbackFaults implements AutoCloseable {
  private static final int BUSY = 503;
  private static final int WAITING = 50;

  private final HttpServer busy;
  private final ServerSocket slow;
  private final int closed;

  LoopbackFaults() throws IOException {
    busy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    busy.createContext(
        "/",
        call -> {
          byte[] words = "Service Unavailable: please slow down".getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(BUSY, words.length);
          call.getResponseBody().write(words);
          call.close();
        });
    busy.start();
    // Connections wait in its backlog, as nobody takes them.
    slow = new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
  }

  int busy() {
    return busy.getAddress().getPort();
  }

  int slow() {
    return slow.getLocalPort();
  }

  int closed() {
    return closed;
  }

  @Override
  public void close() throws IOException {
    busy.stop(0);
    slow.close();
  }
}
