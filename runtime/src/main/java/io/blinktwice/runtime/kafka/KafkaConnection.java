package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.serde.AvroSerdes;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serde;

/**
 * Where Kafka and the registry are, and how our topics are named there.
 *
 * @param registryUrl base of the registry's Confluent-compatible API
 * @param clientProperties passed to every Kafka client as they are: security, timeouts; those of
 *     serdes and of the registry ({@code schema.registry.ssl.…}, {@code basic.auth.…}) to serdes
 *     only
 */
public record KafkaConnection(
    String bootstrapServers,
    String registryUrl,
    String topicPrefix,
    Map<String, String> clientProperties) {

  /** How large a request of any of our producers may be. */
  public static final int LARGEST_REQUEST = Topics.DEAD_LETTERS.maxBytes();

  public KafkaConnection {
    clientProperties = Map.copyOf(clientProperties);
  }

  /** A fresh set of properties that any Kafka client starts from. */
  public Properties properties() {
    Properties properties = new Properties();
    // Brokers that gather metrics of clients (KIP-714) are asked for only where somebody says so:
    // ours are on the metrics page, and each client would ask as it starts.
    properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    clientProperties.forEach(
        (key, value) -> {
          if (!AvroSerdes.isForSerdesOnly(key)) {
            properties.put(key, value);
          }
        });
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return properties;
  }

  /** For producers: nothing lost or doubled by them, and room for a dead letter. */
  public Properties producerProperties() {
    Properties properties = properties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    return properties;
  }

  public String nameOf(Topic<?> topic) {
    return topic.on(topicPrefix);
  }

  public <V extends SpecificRecord> Serde<V> serdeOf(Topic<V> topic) {
    return AvroSerdes.of(topic, serdeSettings());
  }

  /** What a serde, or who else talks to the registry, is configured with. */
  public Map<String, String> serdeSettings() {
    Map<String, String> settings = new HashMap<>(clientProperties);
    settings.put("schema.registry.url", registryUrl);
    return settings;
  }

  /** Without the client properties, of which some are secret. */
  @Override
  public String toString() {
    return "Kafka at %s with the registry at %s and topics %s.*"
        .formatted(bootstrapServers, registryUrl, topicPrefix);
  }
}
