package io.blinktwice.app.installation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a Kafka cluster can be entered: {@code HOST:PORT}, or several with commas between them.
 *
 * @param value as Kafka's clients take it
 */
public record BootstrapServers(String value) {
  private static final Pattern SERVER =
      Pattern.compile("(?:[A-Za-z_]+://)?(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):(\\d{1,5})");
  private static final int LARGEST_PORT = 65_535;

  /** One of them. */
  record Server(String host, int port) {}

  public BootstrapServers {
    value = value.strip();
    parse(value);
  }

  List<Server> servers() {
    return parse(value);
  }

  private static List<Server> parse(String value) {
    List<Server> servers = new ArrayList<>();
    for (String one : value.split(",", -1)) {
      Matcher parts = SERVER.matcher(one.strip());
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > LARGEST_PORT) {
        throw new IllegalArgumentException(
            "'%s' does not say where Kafka is; write HOST:PORT or HOST:PORT,HOST:PORT"
                .formatted(value));
      }
      servers.add(new Server(parts.group(1), Integer.parseInt(parts.group(2))));
    }
    return servers;
  }

  @Override
  public String toString() {
    return value;
  }
}
