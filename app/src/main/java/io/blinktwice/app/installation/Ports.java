package io.blinktwice.app.installation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ports of an installation, all on loopback. */
public record Ports(int gateway, int http, int registry, int kafka, int controller) {
  private static final int HIGHEST = 65_535;
  private static final Ports DEFAULT = new Ports(15_002, 15_080, 15_081, 15_092, 15_093);

  /** The default ports, each moved by so many; zero for the defaults. */
  public static Ports shiftedBy(int offset) {
    if (offset < 0 || offset > HIGHEST - DEFAULT.controller) {
      throw new IllegalArgumentException(
          "a port offset is between 0 and %d, not %d"
              .formatted(HIGHEST - DEFAULT.controller, offset));
    }
    return new Ports(
        DEFAULT.gateway + offset,
        DEFAULT.http + offset,
        DEFAULT.registry + offset,
        DEFAULT.kafka + offset,
        DEFAULT.controller + offset);
  }

  /** Any that are free right now. */
  public static Ports free() throws IOException {
    try (ServerSocket a = new ServerSocket(0);
        ServerSocket b = new ServerSocket(0);
        ServerSocket c = new ServerSocket(0);
        ServerSocket d = new ServerSocket(0);
        ServerSocket e = new ServerSocket(0)) {
      return new Ports(
          a.getLocalPort(), b.getLocalPort(), c.getLocalPort(), d.getLocalPort(), e.getLocalPort());
    }
  }

  /** Those that this installation listens on itself, with what for. */
  public Map<Integer, String> own(Backbone backbone) {
    Map<Integer, String> own = new TreeMap<>(Map.of(gateway, "gateway", http, "HTTP API"));
    if (backbone instanceof Backbone.Embedded) {
      own.putAll(Map.of(kafka, "Kafka", controller, "Kafka's controller"));
    }
    if (backbone.hasOwnRegistry()) {
      own.put(registry, "registry");
    }
    return own;
  }

  /** One sentence when a port is taken, none when all are free. */
  public static List<String> taken(Map<Integer, String> wanted) {
    return wanted.entrySet().stream()
        .filter(entry -> !isFree(entry.getKey()))
        .map(entry -> "port %d (%s)".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.toList());
  }

  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
