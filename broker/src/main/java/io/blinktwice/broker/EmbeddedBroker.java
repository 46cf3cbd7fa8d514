package io.blinktwice.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and controller together, on loopback only.
 *
 * <p>It starts Kafka's own server class: what runs here is what runs in production, with settings
 * for a single machine. That class is internal API, so the Kafka version is pinned and nothing else
 * in the project touches it. Exit codes: 0 ended in order, 1 failed, 2 wrong usage, 3 its folder is
 * in use.
 */
public final class EmbeddedBroker {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final BrokerConfig config;

  private EmbeddedBroker(BrokerConfig config) {
    this.config = config;
  }

  public static void main(String[] arguments) throws Exception {
    BrokerConfig config;
    try {
      config = BrokerConfig.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("broker: " + e.getMessage());
      System.exit(2);
      return;
    }
    Files.createDirectories(config.folder());
    try (FileChannel channel =
            FileChannel.open(
                config.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        System.err.println(
            "broker: another broker is using " + config.folder() + "; stop it or use another one");
        System.exit(3);
        return;
      }
      new EmbeddedBroker(config).runUntilStopped();
    }
  }

  private void runUntilStopped() throws Exception {
    formatOnce(clusterId());
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(config.kafkaProperties(), false), Time.SYSTEM);
    server.startup();
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
    LOG.atInfo().addKeyValue("port", config.port()).log("Broker is up");
    server.awaitShutdown();
  }

  /** The id is stored before formatting, so that an interrupted first start goes on with it. */
  private String clusterId() throws IOException {
    Path file = config.clusterIdFile();
    if (!Files.exists(file)) {
      Path staged = config.folder().resolve("cluster-id.new");
      String given = config.cluster().id();
      Files.writeString(staged, given == null ? Uuid.randomUuid().toString() : given);
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  private void formatOnce(String clusterId) throws Exception {
    Path log = config.logFolder();
    // Kafka writes this file last: without it the folder is not formatted, whatever else it holds.
    if (Files.exists(log.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(log);
    new Formatter()
        .setNodeId(config.cluster().node())
        .setClusterId(clusterId)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(log.toString())
        .addDirectory(log.toString())
        .setIgnoreFormatted(true)
        .run();
    LOG.atInfo().addKeyValue("clusterId", clusterId).log("Folder is formatted");
  }
}
