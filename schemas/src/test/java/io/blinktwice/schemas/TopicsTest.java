package io.blinktwice.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TopicsTest {
  @Test
  void everyTopicHasItsOwnNameAndValue() {
    int topics = Topics.ALL.size();
    assertEquals(topics, Topics.ALL.stream().map(Topic::name).collect(Collectors.toSet()).size());
    assertEquals(topics, Topics.ALL.stream().map(Topic::value).collect(Collectors.toSet()).size());
  }

  @ParameterizedTest
  @FieldSource("io.blinktwice.schemas.Topics#ALL")
  void everySchemaExplainsItselfAndReadsItself(Topic<?> topic) throws Exception {
    Schema schema = topic.schema();
    assertTrue(schema.getDoc() != null && !schema.getDoc().isBlank(), topic.name());
    for (Schema type : Types.in(schema).values()) {
      assertTrue(type.getDoc() != null && !type.getDoc().isBlank(), type.getFullName());
      if (type.getType() == Schema.Type.RECORD) {
        type.getFields().forEach(field -> assertExplained(type, field));
      }
    }
    new SchemaValidatorBuilder()
        .mutualReadStrategy()
        .validateAll()
        .validate(schema, List.of(schema));
  }

  @ParameterizedTest
  @FieldSource("io.blinktwice.schemas.Topics#ALL")
  void everyEnumCanGrowWithoutBreakingOldReaders(Topic<?> topic) {
    Types.in(topic.schema()).values().stream()
        .filter(type -> type.getType() == Schema.Type.ENUM)
        .forEach(e -> assertTrue(e.getEnumDefault() != null, e.getFullName() + " has no default"));
  }

  @ParameterizedTest
  @FieldSource("io.blinktwice.schemas.Topics#ALL")
  void everyTopicSaysWhoUsesItForWhat(Topic<?> topic) {
    for (String said : List.of(topic.name(), topic.key(), topic.owner(), topic.purpose())) {
      assertFalse(said.isBlank(), topic.name());
    }
    assertFalse(topic.readers().isEmpty(), topic.name());
    assertTrue(topic.name().matches("[a-z]+(-[a-z]+)*"), topic.name());
    assertTrue(topic.purpose().endsWith("."), topic.name());
  }

  /** A reader that was away for less than that cannot bring an ended key back. */
  @ParameterizedTest
  @FieldSource("io.blinktwice.schemas.Topics#ALL")
  void theEndOfAKeyStaysForAWeekWhereTheNewestRecordDoes(Topic<?> topic) {
    if ("compact".equals(topic.settings().get("cleanup.policy"))) {
      assertEquals("604800000", topic.settings().get("delete.retention.ms"), topic.name());
      assertFalse(topic.settings().containsKey("retention.ms"), topic.name());
    } else {
      assertTrue(
          number(topic, "segment.ms") < number(topic, "retention.ms"),
          topic.name() + " would outlive its time");
    }
  }

  @ParameterizedTest
  @FieldSource("io.blinktwice.schemas.Topics#ALL")
  void whatIsAboutAWorkloadIsPartitionedByIt(Topic<?> topic) {
    assertTrue(
        !topic.key().equals("fingerprint") || topic.spread() == Topic.Spread.BY_WORKLOAD,
        topic.name());
  }

  @ParameterizedTest
  @FieldSource("io.blinktwice.schemas.Topics#ALL")
  void theLargestRecordFitsIntoADeadLetter(Topic<?> topic) {
    assertTrue(topic.maxValueBytes() < topic.maxBytes());
    if (!topic.equals(Topics.DEAD_LETTERS)) {
      assertTrue(3 * topic.maxBytes() < Topics.DEAD_LETTERS.maxValueBytes(), topic.name());
    }
  }

  private static long number(Topic<?> topic, String setting) {
    return Long.parseLong(topic.settings().getOrDefault(setting, "0"));
  }

  private static void assertExplained(Schema type, Schema.Field field) {
    assertTrue(
        field.doc() != null && !field.doc().isBlank(), type.getFullName() + "." + field.name());
  }
}
