package io.blinktwice.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** FULL_TRANSITIVE: each schema and every version of it that was ever accepted read each other. */
class CompatibilityTest {
  private static final Schema BEFORE = record("A", "B", "UNKNOWN").endRecord();

  @ParameterizedTest
  @FieldSource("io.blinktwice.schemas.Topics#ALL")
  void everyAcceptedVersionAndTheCurrentOneReadEachOther(Topic<?> topic) throws IOException {
    for (Schema accepted : Accepted.versions(topic)) {
      assertEquals(List.of(), Compatibility.problems(topic.schema(), accepted), topic.name());
    }
    Accepted.newestIs(topic); // Only then: what is incompatible is not accepted either.
  }

  @Test
  void aFieldWithADefaultMayComeAndGo() {
    Schema grown = record("A", "B", "UNKNOWN").optionalString("more").endRecord();
    assertEquals(List.of(), Compatibility.problems(grown, BEFORE));
    assertEquals(List.of(), Compatibility.problems(BEFORE, grown));
  }

  @Test
  void aSymbolMayCome() {
    Schema grown = record("A", "B", "C", "UNKNOWN").endRecord();
    assertEquals(List.of(), Compatibility.problems(grown, BEFORE));
  }

  @Test
  void refusesAFieldWithoutDefaultThatComesOrGoes() {
    Schema grown = record("A", "B", "UNKNOWN").requiredString("more").endRecord();
    assertFalse(Compatibility.problems(grown, BEFORE).isEmpty());
    assertFalse(Compatibility.problems(BEFORE, grown).isEmpty());
  }

  @Test
  void refusesAnotherTypeOfAField() {
    Schema texts = record("A", "B", "UNKNOWN").requiredString("more").endRecord();
    Schema numbers = record("A", "B", "UNKNOWN").requiredLong("more").endRecord();
    assertFalse(Compatibility.problems(texts, numbers).isEmpty());
  }

  @Test
  void refusesARemovedSymbol() {
    Schema shrunk = record("A", "UNKNOWN").endRecord();
    assertEquals(List.of("t.Kind no longer has B"), Compatibility.problems(shrunk, BEFORE));
  }

  private static FieldAssembler<Schema> record(String... symbols) {
    Schema kind =
        SchemaBuilder.enumeration("Kind").namespace("t").defaultSymbol("UNKNOWN").symbols(symbols);
    return SchemaBuilder.record("R").namespace("t").fields().name("kind").type(kind).noDefault();
  }
}
