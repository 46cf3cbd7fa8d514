package io.blinktwice.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two brokers on one machine.
 *
 * @param folder holds everything the broker keeps
 */
record BrokerConfig(Path folder, int port, int controllerPort) {
  static final String USAGE =
      "usage: EmbeddedBroker --data FOLDER --port NUMBER --controller-port NUMBER";

  /** Why an installation of one node needs each of these stands in the module's README. */
  Map<String, String> kafkaProperties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("node.id", "1");
    properties.put("process.roles", "broker,controller");
    properties.put("log.dir", logFolder().toString());
    properties.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    for (String internal : new String[] {"offsets.topic", "transaction.state.log"}) {
      properties.put(internal + ".replication.factor", "1");
      properties.put(internal + ".num.partitions", "4");
    }
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("broker.session.timeout.ms", "2000");
    properties.put("broker.heartbeat.interval.ms", "500");
    properties.put("log.segment.bytes", Integer.toString(64 << 20));
    properties.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    properties.put("metadata.log.segment.bytes", Integer.toString(16 << 20));
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    return Map.copyOf(properties);
  }

  Path logFolder() {
    return folder.resolve("log");
  }

  Path clusterIdFile() {
    return folder.resolve("cluster-id");
  }

  Path lockFile() {
    return folder.resolve("in-use.lock");
  }

  static BrokerConfig parse(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException(USAGE);
    }
    for (int i = 0; i < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    BrokerConfig config =
        new BrokerConfig(
            Path.of(required("--data", options.remove("--data"))).toAbsolutePath(),
            port("--port", options.remove("--port")),
            port("--controller-port", options.remove("--controller-port")));
    if (!options.isEmpty()) {
      throw new IllegalArgumentException("unknown option " + options.keySet() + "; " + USAGE);
    }
    return config;
  }

  private static String required(String option, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException(option + " is missing; " + USAGE);
    }
    return value;
  }

  private static int port(String option, @Nullable String value) {
    String text = required(option, value);
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException(option + " " + text + " is no port number; " + USAGE);
    }
    return Integer.parseInt(text);
  }
}
