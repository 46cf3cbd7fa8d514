package io.blinktwice.app.server;

import io.blinktwice.app.installation.BootstrapServers;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSpec;
import io.blinktwice.runtime.serde.AvroSerdes;
import io.micronaut.core.naming.conventions.StringConvention;
import io.micronaut.core.value.PropertyResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which Kafka and which registry, how they are entered, and how our topics are there.
 *
 * @param within how long they may take to answer
 */
public record ClusterSettings(
    KafkaConnection connection, TopicSpec.Choice topics, Duration within) {
  private static final String KAFKA = "blinktwice.kafka";
  private static final String SERVERS = "bootstrap-servers";
  private static final String REGISTRY = "blinktwice.registry";
  private static final String URL = "url";

  /**
   * Every key below {@code blinktwice.kafka} but {@code bootstrap-servers} is a property of Kafka's
   * clients and serdes; {@code blinktwice.registry.KEY} is what Confluent's clients call {@code
   * schema.registry.KEY}.
   */
  static ClusterSettings of(PropertyResolver settings) {
    Map<String, String> clients = below(KAFKA, settings);
    below(REGISTRY, settings)
        .forEach(
            (key, value) -> {
              if (!key.equals(URL)) {
                clients.put("schema.registry." + key, value);
              }
            });
    return new ClusterSettings(
        new KafkaConnection(
            new BootstrapServers(text(settings, KAFKA + "." + SERVERS)).value(),
            text(settings, REGISTRY + "." + URL),
            text(settings, "blinktwice.topic-prefix"),
            clients),
        new TopicSpec.Choice(
            settings.getRequiredProperty("blinktwice.workload-partitions", Integer.class),
            settings.getRequiredProperty("blinktwice.replication", Short.class)),
        settings.getRequiredProperty("blinktwice.surroundings-within", Duration.class));
  }

  /** With schemas kept in this folder, for a start while the registry is away. */
  public ClusterSettings rememberingIn(Path folder) {
    Map<String, String> clients = new HashMap<>(connection.clientProperties());
    clients.put(AvroSerdes.MEMORY, folder.resolve("schemas").toString());
    return new ClusterSettings(
        new KafkaConnection(
            connection.bootstrapServers(),
            connection.registryUrl(),
            connection.topicPrefix(),
            clients),
        topics,
        within);
  }

  private static String text(PropertyResolver settings, String key) {
    return settings.getRequiredProperty(key, String.class);
  }

  private static Map<String, String> below(String prefix, PropertyResolver settings) {
    Map<String, String> found = new TreeMap<>();
    flatten("", settings.getProperties(prefix, StringConvention.RAW), found);
    return found;
  }

  private static void flatten(String prefix, Map<?, ?> from, Map<String, String> into) {
    from.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof Map<?, ?> nested) {
            flatten(key + ".", nested, into);
          } else if (!key.contains("-")) {
            // Kafka's keys have dots only; a variable of the environment is read in both ways.
            into.put(key, String.valueOf(value));
          }
        });
  }
}
