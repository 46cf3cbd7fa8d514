package io.blinktwice.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    for (Schema.Field field : schema.getFields()) {
      assertTrue(field.doc() != null && !field.doc().isBlank(), topic.name() + "." + field.name());
    }
    new SchemaValidatorBuilder()
        .mutualReadStrategy()
        .validateAll()
        .validate(schema, List.of(schema));
  }

  @ParameterizedTest
  @FieldSource("io.blinktwice.schemas.Topics#ALL")
  void everyEnumCanGrowWithoutBreakingOldReaders(Topic<?> topic) {
    enumsIn(topic.schema(), new HashSet<>())
        .forEach(e -> assertTrue(e.getEnumDefault() != null, e.getFullName() + " has no default"));
  }

  @ParameterizedTest
  @FieldSource("io.blinktwice.schemas.Topics#ALL")
  void theLargestRecordFitsIntoADeadLetter(Topic<?> topic) {
    assertTrue(topic.maxValueBytes() < topic.maxBytes());
    if (!topic.equals(Topics.DEAD_LETTERS)) {
      assertTrue(3 * topic.maxBytes() < Topics.DEAD_LETTERS.maxValueBytes(), topic.name());
    }
  }

  private static Set<Schema> enumsIn(Schema schema, Set<Schema> seen) {
    switch (schema.getType()) {
      case RECORD -> schema.getFields().forEach(field -> enumsIn(field.schema(), seen));
      case UNION -> schema.getTypes().forEach(type -> enumsIn(type, seen));
      case ARRAY -> enumsIn(schema.getElementType(), seen);
      case MAP -> enumsIn(schema.getValueType(), seen);
      case ENUM -> seen.add(schema);
      default -> {}
    }
    return seen;
  }
}
