package io.blinktwice.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two brokers on one machine.
 *
 * @param folder holds everything the broker keeps
 * @param cluster the nodes that it forms a cluster with, itself among them
 */
record BrokerConfig(Path folder, int port, int controllerPort, Cluster cluster) {
  static final String USAGE =
      "usage: EmbeddedBroker --data FOLDER --port NUMBER --controller-port NUMBER"
          + " [--node NUMBER --controllers PORT,PORT,… --cluster-id ID]";

  private static final int MOST_COPIES = 3;

  /**
   * The nodes of a cluster, all on this machine.
   *
   * @param node this one's number, from 1
   * @param controllerPorts of node 1, 2, …
   * @param id null where a single node makes up its own
   */
  record Cluster(int node, List<Integer> controllerPorts, @Nullable String id) {
    Cluster {
      controllerPorts = List.copyOf(controllerPorts);
    }

    static Cluster ofOne(int controllerPort) {
      return new Cluster(1, List.of(controllerPort), null);
    }

    String voters() {
      return IntStream.rangeClosed(1, controllerPorts.size())
          .mapToObj(each -> each + "@127.0.0.1:" + controllerPorts.get(each - 1))
          .collect(Collectors.joining(","));
    }

    int copies() {
      return Math.min(MOST_COPIES, controllerPorts.size());
    }

    /** With three copies, one may be away; with fewer, none can be asked for. */
    int copiesInSync() {
      return copies() == MOST_COPIES ? 2 : 1;
    }
  }

  /** Why an installation of one node needs each of these stands in the module's README. */
  Map<String, String> kafkaProperties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("node.id", Integer.toString(cluster.node()));
    properties.put("process.roles", "broker,controller");
    properties.put("log.dir", logFolder().toString());
    properties.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("controller.quorum.voters", cluster.voters());
    putCopies(properties);
    putTimes(properties);
    putSizes(properties);
    return Map.copyOf(properties);
  }

  private void putCopies(Map<String, String> properties) {
    String copies = Integer.toString(cluster.copies());
    String inSync = Integer.toString(cluster.copiesInSync());
    for (String internal : new String[] {"offsets.topic", "transaction.state.log"}) {
      properties.put(internal + ".replication.factor", copies);
      properties.put(internal + ".num.partitions", "4");
    }
    properties.put("transaction.state.log.min.isr", inSync);
    properties.put("share.coordinator.state.topic.replication.factor", copies);
    properties.put("share.coordinator.state.topic.min.isr", inSync);
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    properties.put("default.replication.factor", copies);
    properties.put("min.insync.replicas", inSync);
    properties.put("auto.create.topics.enable", "false");
    // Where leaders cannot move elsewhere it only takes them away while transactions are ended.
    properties.put("controlled.shutdown.enable", Boolean.toString(cluster.copies() > 1));
  }

  private static void putTimes(Map<String, String> properties) {
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("broker.session.timeout.ms", "3000");
    properties.put("broker.heartbeat.interval.ms", "300");
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "250");
  }

  private static void putSizes(Map<String, String> properties) {
    properties.put("log.segment.bytes", Integer.toString(64 << 20));
    properties.put("offsets.topic.segment.bytes", Integer.toString(2 << 20));
    properties.put("transaction.state.log.segment.bytes", Integer.toString(2 << 20));
    properties.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    properties.put("metadata.log.segment.bytes", Integer.toString(16 << 20));
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
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
    int controllerPort = port("--controller-port", options.remove("--controller-port"));
    BrokerConfig config =
        new BrokerConfig(
            Path.of(required("--data", options.remove("--data"))).toAbsolutePath(),
            port("--port", options.remove("--port")),
            controllerPort,
            cluster(options, controllerPort));
    if (!options.isEmpty()) {
      throw new IllegalArgumentException("unknown option " + options.keySet() + "; " + USAGE);
    }
    return config;
  }

  private static Cluster cluster(Map<String, String> options, int controllerPort) {
    String node = options.remove("--node");
    String controllers = options.remove("--controllers");
    String id = options.remove("--cluster-id");
    if (node == null && controllers == null && id == null) {
      return Cluster.ofOne(controllerPort);
    }
    List<Integer> ports =
        Stream.of(required("--controllers", controllers).split(","))
            .map(each -> port("--controllers", each))
            .toList();
    String number = required("--node", node);
    if (!number.matches("[1-9]")
        || Integer.parseInt(number) > ports.size()
        || ports.get(Integer.parseInt(number) - 1) != controllerPort) {
      throw new IllegalArgumentException(
          "--node %s has no controller port %d in --controllers; %s"
              .formatted(number, controllerPort, USAGE));
    }
    return new Cluster(Integer.parseInt(number), ports, required("--cluster-id", id));
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
