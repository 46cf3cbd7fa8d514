package io.blinktwice.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.streams.StreamsSettings.Guarantee;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
  private static final String INSTANCE_ID = "consumer.group.instance.id";

  @Test
  void oneInstanceHasNoStandbyAndTwoHaveOne() {
    assertEquals(0, with(StreamsOptions.DEFAULTS).get("num.standby.replicas"));
    assertEquals(
        1, with(new StreamsOptions(2, 3, "classic", "stay", 3)).get("num.standby.replicas"));
    assertEquals(3, with(new StreamsOptions(2, 3, "classic", "stay", 3)).get("num.stream.threads"));
  }

  @Test
  void kafkaAcceptsThemUnderEitherProtocolAndGuarantee() {
    for (Guarantee guarantee : Guarantee.values()) {
      for (String protocol : new String[] {"classic", "streams"}) {
        Properties properties = with(new StreamsOptions(2, 3, protocol, "stay", 1), guarantee);
        StreamsConfig understood = new StreamsConfig(properties);
        assertEquals(protocol, understood.getString(StreamsConfig.GROUP_PROTOCOL_CONFIG));
        assertEquals(protocol.equals("classic"), properties.containsKey(INSTANCE_ID));
        assertEquals(3, understood.getInt(StreamsConfig.REPLICATION_FACTOR_CONFIG));
        assertTrue(
            understood.getBoolean(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG));
      }
    }
  }

  @Test
  void noStateDirectoryIsOlderThanTheTombstonesThatItMayHaveMissed() {
    Properties properties = with(StreamsOptions.DEFAULTS);
    long tombstones = number(properties, "topic.delete.retention.ms");
    assertTrue(number(properties, "state.cleanup.dir.max.age.ms") < tombstones);
  }

  @Test
  void theStateThatMayNotBeLostHasNoCache() {
    Properties properties = with(StreamsOptions.DEFAULTS);
    assertEquals(0, properties.get("statestore.cache.max.bytes"));
  }

  /** Each was chosen; what Kafka Streams would do otherwise was seen to lose records or time. */
  @Test
  void whatWasChosenIsWhatIsSet() {
    Properties properties = with(StreamsOptions.DEFAULTS);
    Map<String, Object> chosen =
        Map.of(
            "acceptable.recovery.lag",
            10_000L,
            "probing.rebalance.interval.ms",
            60_000L,
            "ensure.explicit.internal.resource.naming",
            true,
            "deserialization.exception.handler",
            DeadLetterHandler.class,
            "processing.exception.handler",
            DeadLetterHandler.class,
            "production.exception.handler",
            DeadLetterHandler.class,
            "topic.max.message.bytes",
            String.valueOf(KafkaConnection.LARGEST_REQUEST),
            "consumer.session.timeout.ms",
            10_000,
            "consumer.heartbeat.interval.ms",
            1_000);
    chosen.forEach((key, value) -> assertEquals(value, properties.get(key), key));
    assertTrue(
        String.valueOf(properties.get("consumer.group.instance.id")).startsWith("bt."),
        "a member of its own name");
  }

  @Test
  void aBacklogIsReadInSmallTurnsAndStateIsRestoredInLargeOnes() {
    String key = ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG;
    StreamsConfig understood = new StreamsConfig(with(StreamsOptions.DEFAULTS));
    assertEquals(64 << 10, understood.getMainConsumerConfigs("group", "client", 0).get(key));
    assertFalse(understood.getRestoreConsumerConfigs("client").containsKey(key));
  }

  @Test
  void allProblemsAreToldTogether() {
    String said =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new StreamsOptions(0, 0, "newest", "maybe", 0))
                .getMessage());
    for (String key :
        new String[] {"instances", "replication", "group-protocol", "on-shutdown", "threads"}) {
      assertTrue(said.contains(key), said);
    }
    assertTrue(new StreamsOptions(1, -1, "classic", "leave", 1).leavesOnShutdown());
    assertFalse(StreamsOptions.DEFAULTS.leavesOnShutdown());
  }

  @Test
  void aRecordWithoutATimeTakesPlaceAtThatOfItsPartition() {
    AdmissibleRecordTime time = new AdmissibleRecordTime();
    assertEquals(0, time.extract(at(-1), -1));
    assertEquals(77, time.extract(at(-1), 77));
    assertEquals(5, time.extract(at(5), 77));
  }

  private static long number(Properties properties, String key) {
    return Long.parseLong(String.valueOf(properties.get(key)));
  }

  private static ConsumerRecord<Object, Object> at(long timestamp) {
    return new ConsumerRecord<>(
        "t",
        0,
        0,
        timestamp,
        org.apache.kafka.common.record.TimestampType.CREATE_TIME,
        0,
        0,
        "k",
        "v",
        new org.apache.kafka.common.header.internals.RecordHeaders(),
        java.util.Optional.empty());
  }

  private static Properties with(StreamsOptions options) {
    return with(options, Guarantee.EXACTLY_ONCE);
  }

  private static Properties with(StreamsOptions options, Guarantee guarantee) {
    return new StreamsSettings(
            new KafkaConnection("127.0.0.1:1", "http://127.0.0.1:1", "bt", Map.of()),
            "role",
            new InstanceConfig("one", "127.0.0.1:1", Path.of("state"), List.of()),
            options,
            guarantee)
        .properties();
  }
}
