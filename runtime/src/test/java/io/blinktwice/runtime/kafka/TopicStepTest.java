package io.blinktwice.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicStepTest {
  private static final String LIMIT = "max.message.bytes";
  private static final KafkaConnection CONNECTION =
      new KafkaConnection("127.0.0.1:1", "http://127.0.0.1:1", "bt", Map.of());
  private static final TopicSpec PINS = spec(4, 1);

  @Test
  void aTopicTakesItsLargestRecordAndIsKeptAsTheCatalogueSays() {
    assertEquals("4194304", specOf(Topics.DEAD_LETTERS).settings().get(LIMIT));
    assertEquals("compact", PINS.settings().get("cleanup.policy"));
    assertEquals("604800000", PINS.settings().get("delete.retention.ms"));
    TopicSpec utilization = specOf(Topics.CLUSTER_UTILIZATION);
    assertEquals("1048588", utilization.settings().get(LIMIT));
    assertEquals("compact,delete", utilization.settings().get("cleanup.policy"));
    assertEquals("3600000", utilization.settings().get("retention.ms"));
  }

  @Test
  void whatIsKeyedIsSpreadAndWhatHasOneOrderIsNot() {
    assertEquals(4, specOf(Topics.TICKETS).partitions());
    assertEquals(1, specOf(Topics.POOLS).partitions());
  }

  @Test
  void ofThreeCopiesTwoMustHaveWhatIsAcknowledged() {
    assertEquals("2", spec(4, 3).settings().get("min.insync.replicas"));
    assertEquals(null, PINS.settings().get("min.insync.replicas"));
  }

  @Test
  void aMissingTopicIsMade() {
    assertEquals(List.of(new TopicStep.Create(PINS)), TopicStep.plan(List.of(PINS), Map.of()));
  }

  @Test
  void aTopicThatFitsIsLeftAlone() {
    assertEquals(List.of(new TopicStep.Fits("bt.pins")), plan(4, 1, PINS.settings()));
  }

  @Test
  void settingsWeMayNotSeeAreNotJudged() {
    assertEquals(List.of(new TopicStep.Fits("bt.pins")), plan(4, 1, Map.of()));
  }

  @Test
  void aSettingThatDiffersIsCorrected() {
    assertEquals(
        List.of(new TopicStep.Correct("bt.pins", "cleanup.policy", "delete", "compact")),
        plan(4, 1, with("cleanup.policy", "delete")));
  }

  @Test
  void aLowLimitIsRaisedAndAHigherOneLeft() {
    assertEquals(
        List.of(new TopicStep.Correct("bt.pins", LIMIT, "1000", "1048588")),
        plan(4, 1, with(LIMIT, "1000")));
    assertEquals(List.of(new TopicStep.Fits("bt.pins")), plan(4, 1, with(LIMIT, "9999999")));
  }

  @Test
  void otherPartitionsAreRefusedWithTheCure() {
    List<TopicStep> plan = plan(6, 1, PINS.settings());
    assertInstanceOf(TopicStep.WrongPartitions.class, plan.getFirst());
    TopicSetup.Unfit refusal =
        assertThrows(TopicSetup.Unfit.class, () -> TopicSetup.refuseWhatNoStepCures(plan));
    String said = String.valueOf(refusal.getMessage());
    assertTrue(said.contains("bt.pins has 6 partitions, 4 are configured"), said);
    assertTrue(said.contains("--set blinktwice.workload-partitions=6"), said);
  }

  @Test
  void otherCopiesAreSaidButNotRefused() {
    List<TopicStep> plan = plan(4, 2, PINS.settings());
    assertEquals(List.of(new TopicStep.OtherReplication("bt.pins", 2, 1)), plan);
    TopicSetup.refuseWhatNoStepCures(plan);
  }

  @Test
  void everyTopicOfTheCatalogueHasItsStep() {
    List<TopicSpec> all = TopicSpec.all(CONNECTION, new TopicSpec.Choice(4, (short) 1));
    assertEquals(
        Topics.ALL.stream().map(CONNECTION::nameOf).toList(),
        TopicStep.plan(all, Map.of()).stream().map(TopicStep::topic).toList());
  }

  private static List<TopicStep> plan(
      int partitions, int replication, Map<String, String> settings) {
    return TopicStep.plan(
        List.of(PINS), Map.of("bt.pins", new TopicStep.Found(partitions, replication, settings)));
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> settings = new HashMap<>(PINS.settings());
    settings.put(key, value);
    return settings;
  }

  private static TopicSpec specOf(Topic<?> topic) {
    return TopicSpec.of(CONNECTION, topic, new TopicSpec.Choice(4, (short) 1));
  }

  private static TopicSpec spec(int partitions, int replication) {
    return TopicSpec.of(
        CONNECTION, Topics.PINS, new TopicSpec.Choice(partitions, (short) replication));
  }
}
