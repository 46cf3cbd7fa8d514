package io.blinktwice.runtime.streams;

import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/** How one stream role runs: where, and with which guarantee. */
public record StreamsSettings(
    KafkaConnection connection,
    String role,
    InstanceConfig instance,
    StreamsOptions options,
    Guarantee guarantee,
    Order order) {

  /** What a crash may leave behind. */
  public enum Guarantee {
    /** Effects are single, and a woken zombie is fenced. */
    EXACTLY_ONCE,
    /** An effect may be repeated; whoever reads it drops the repetition. */
    AT_LEAST_ONCE
  }

  /** Of records of several topics that are read by one task. */
  public enum Order {
    /** By their times, as far as they are known to be there: the task waits for them. */
    BY_TIME,
    /** As they come, for decisions to which their order does not matter. */
    AS_THEY_COME
  }

  public StreamsSettings(
      KafkaConnection connection,
      String role,
      InstanceConfig instance,
      StreamsOptions options,
      Guarantee guarantee) {
    this(connection, role, instance, options, guarantee, Order.BY_TIME);
  }

  /** For what is late; what is fresh does not wait so long ({@link PromptProcessor}). */
  private static final int EXACTLY_ONCE_COMMIT_MILLIS = 200;

  private static final int AT_LEAST_ONCE_COMMIT_MILLIS = 100;

  /**
   * As the session: while a member counts as one it keeps its transaction, and once it is dead its
   * open transaction hides what comes after it from readers no longer than needed.
   */
  private static final int TRANSACTION_TIMEOUT_MILLIS = 10_000;

  /** How long an idle thread looks for records before it commits: a floor under every verdict. */
  private static final int POLL_MILLIS = 10;

  /**
   * What is read of one partition at a time. Kafka's 1 MiB is thousands of our records: after an
   * outage one partition would be caught up with for seconds while the others stand still.
   */
  private static final int PARTITION_FETCH_BYTES = 64 << 10;

  /** A dead instance is noticed so soon; Kafka's 45 s are an outage for whoever waits. */
  private static final int SESSION_TIMEOUT_MILLIS = 10_000;

  private static final int HEARTBEAT_MILLIS = 1_000;

  /**
   * Records that a copy may be behind and still take over: restored in a fraction of a second.
   * Under load no copy is ever at zero, and what one instance took over it would keep for good.
   */
  private static final long ACCEPTABLE_LAG = 10_000;

  /** Kafka looks every ten minutes whether a moved store is ready to be taken over. */
  private static final Duration PROBING = Duration.ofMinutes(1);

  /** A tombstone outlives every state directory: no deleted key comes back from an old one. */
  private static final Duration TOMBSTONES_KEPT = Duration.ofDays(7);

  private static final Duration OLDEST_STATE = Duration.ofDays(5);

  public String applicationId() {
    return connection.topicPrefix() + "." + role;
  }

  /** Under which name the group knows this instance; none under the newer protocol. */
  Optional<FormerMember> formerMember(Optional<String> process) {
    return options.protocol() == GroupProtocol.STREAMS
        ? Optional.empty()
        : Optional.of(new FormerMember(applicationId(), memberId(), process, options.threads()));
  }

  private String memberId() {
    return applicationId() + "-" + instance.instance();
  }

  /** {@code host:port} under which other instances reach this one's HTTP API. */
  public String advertised() {
    return instance.advertised();
  }

  /** The one place where defaults of Kafka Streams are replaced by safe ones. */
  Properties properties() {
    Properties properties = connection.properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId());
    properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.threads());
    properties.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    properties.put(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, AdmissibleRecordTime.class);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        KafkaConnection.LARGEST_REQUEST);
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        PARTITION_FETCH_BYTES);
    if (order == Order.AS_THEY_COME) {
      properties.put(
          StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    }
    putState(properties);
    putHandlers(properties);
    putGuarantee(properties);
    putMembership(properties);
    return properties;
  }

  /** Without a cache: an application like ours has lost keys with one (Kafka's PR 12540). */
  private void putState(Properties properties) {
    properties.put(StreamsConfig.STATE_DIR_CONFIG, instance.stateDirectory().toString());
    properties.put(StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG, OLDEST_STATE.toMillis());
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, ACCEPTABLE_LAG);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, options.replication());
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.DELETE_RETENTION_MS_CONFIG),
        String.valueOf(TOMBSTONES_KEPT.toMillis()));
    // What a store takes its changelog takes, too; Kafka's own bound is 1 MiB.
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        String.valueOf(KafkaConnection.LARGEST_REQUEST));
  }

  private void putHandlers(Properties properties) {
    properties.put(DeadLetterHandler.CONNECTION, connection);
    properties.put(DeadLetterHandler.ROLE, role);
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    properties.put(
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
  }

  private void putGuarantee(Properties properties) {
    switch (guarantee) {
      case EXACTLY_ONCE -> {
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, EXACTLY_ONCE_COMMIT_MILLIS);
        properties.put(
            StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
            TRANSACTION_TIMEOUT_MILLIS);
      }
      case AT_LEAST_ONCE -> {
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, AT_LEAST_ONCE_COMMIT_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        // Kafka Streams waits 100 ms for company otherwise, and a verdict waits with it.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
      }
    }
  }

  /** Under the newer protocol the brokers hold these settings, and refuse them here. */
  private void putMembership(Properties properties) {
    properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, options.groupProtocol());
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    if (options.protocol() == GroupProtocol.STREAMS) {
      return;
    }
    properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, options.standbys());
    properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING.toMillis());
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), memberId());
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        SESSION_TIMEOUT_MILLIS);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        HEARTBEAT_MILLIS);
  }
}
