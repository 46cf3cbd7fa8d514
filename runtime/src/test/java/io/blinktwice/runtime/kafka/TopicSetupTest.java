package io.blinktwice.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
  private static final String LIMIT = "max.message.bytes";
  private static final KafkaConnection CONNECTION =
      new KafkaConnection("127.0.0.1:1", "http://127.0.0.1:1", "bt", Map.of());

  @Test
  void aNewTopicTakesItsLargestRecord() {
    assertEquals("4194304", madeWith(Topics.DEAD_LETTERS).get(LIMIT));
    assertEquals("1048588", madeWith(Topics.RUN_EVENTS).get(LIMIT));
  }

  @Test
  void aNewTopicKeepsWhatTheCatalogueSays() {
    assertEquals("compact", madeWith(Topics.PINS).get("cleanup.policy"));
    assertEquals("604800000", madeWith(Topics.PINS).get("delete.retention.ms"));
    assertEquals("compact,delete", madeWith(Topics.CLUSTER_UTILIZATION).get("cleanup.policy"));
    assertEquals("3600000", madeWith(Topics.CLUSTER_UTILIZATION).get("retention.ms"));
    assertEquals(4, TopicSetup.described(CONNECTION, Topics.TICKETS, 4, (short) 1).numPartitions());
    assertEquals(1, TopicSetup.described(CONNECTION, Topics.POOLS, 4, (short) 1).numPartitions());
  }

  @Test
  void raisesTheLimitOfATopicThatIsTooLowAndLeavesAHigherOne() {
    ConfigResource letters = resource(Topics.DEAD_LETTERS);
    Map<ConfigResource, Collection<AlterConfigOp>> raised =
        TopicSetup.tooLow(
            Map.of(
                letters,
                limit("1048588"),
                resource(Topics.PINS),
                limit("1048588"),
                resource(Topics.RELEASES),
                limit("9999999")),
            CONNECTION);
    assertEquals(Set.of(letters), raised.keySet());
    assertEquals(
        List.of(new AlterConfigOp(new ConfigEntry(LIMIT, "4194304"), AlterConfigOp.OpType.SET)),
        raised.get(letters));
  }

  private static Map<String, String> madeWith(Topic<?> topic) {
    return TopicSetup.described(CONNECTION, topic, 4, (short) 1).configs();
  }

  private static ConfigResource resource(Topic<?> topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, CONNECTION.nameOf(topic));
  }

  private static Config limit(String bytes) {
    return new Config(List.of(new ConfigEntry(LIMIT, bytes)));
  }
}
