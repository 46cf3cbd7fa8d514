package io.blinktwice.runtime.streams;

import io.blinktwice.runtime.kafka.KafkaConnection;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How one stream role runs: where, and with which guarantee.
 *
 * @param instance stable name of this instance: it comes back under it after a restart
 * @param advertised {@code host:port} under which other instances reach this one's HTTP API
 */
public record StreamsSettings(
    KafkaConnection connection,
    String role,
    String instance,
    String advertised,
    Path stateDirectory,
    Guarantee guarantee) {

  /** What a crash may leave behind. */
  public enum Guarantee {
    /** Effects are single, and a woken zombie is fenced. */
    EXACTLY_ONCE,
    /** An effect may be repeated; whoever reads it drops the repetition. */
    AT_LEAST_ONCE
  }

  private static final int EXACTLY_ONCE_COMMIT_MILLIS = 20;
  private static final int AT_LEAST_ONCE_COMMIT_MILLIS = 100;

  /** How long an idle thread looks for records before it commits: a floor under every verdict. */
  private static final int POLL_MILLIS = 10;

  private static final int SESSION_TIMEOUT_MILLIS = 10_000;
  private static final int HEARTBEAT_MILLIS = 1_000;

  public String applicationId() {
    return connection.topicPrefix() + "." + role;
  }

  /** The one place where defaults of Kafka Streams are replaced by safe ones. */
  Properties properties() {
    Properties properties = connection.properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    properties.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        KafkaConnection.LARGEST_REQUEST);
    putHandlers(properties);
    putGuarantee(properties);
    putMembership(properties);
    return properties;
  }

  private void putHandlers(Properties properties) {
    properties.put(DeadLetterHandler.CONNECTION, connection);
    properties.put(DeadLetterHandler.ROLE, role);
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
  }

  private void putGuarantee(Properties properties) {
    switch (guarantee) {
      case EXACTLY_ONCE -> {
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, EXACTLY_ONCE_COMMIT_MILLIS);
      }
      case AT_LEAST_ONCE -> {
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, AT_LEAST_ONCE_COMMIT_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
      }
    }
  }

  private void putMembership(Properties properties) {
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        applicationId() + "-" + instance);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        SESSION_TIMEOUT_MILLIS);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        HEARTBEAT_MILLIS);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
  }
}
