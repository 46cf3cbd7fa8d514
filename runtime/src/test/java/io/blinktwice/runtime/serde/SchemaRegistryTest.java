package io.blinktwice.runtime.serde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.events.Reason;
import java.io.IOException;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {
  private static final Schema SCHEMA = Reason.getClassSchema();
  private static final int TRIES = 6;
  private TinyRegistry server;
  private SchemaRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server = new TinyRegistry();
    registry = new SchemaRegistry(server.url() + "/", Duration.ofMillis(1));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asksOnceForEachSchemaAndEachId() {
    int id = registry.idOf("reasons-value", SCHEMA);
    assertEquals(id, registry.idOf("reasons-value", SCHEMA));
    assertEquals(SCHEMA, registry.byId(id));
    assertEquals(SCHEMA, registry.byId(id));
    assertEquals(2, server.calls());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 408, 429, 401, 403, 302})
  void triesAgainWhatMayBeOverInAMoment(int status) {
    server.refuseNext(status, status);
    assertEquals(1, registry.idOf("reasons-value", SCHEMA));
    assertEquals(3, server.calls());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 429, 401, 403})
  void isUnavailableWhenItStaysSo(int status) {
    server.refuseNext(status, status, status, status, status, status);
    assertThrows(RegistryUnavailable.class, () -> registry.idOf("reasons-value", SCHEMA));
    assertEquals(TRIES, server.calls());
    assertEquals(1, registry.idOf("reasons-value", SCHEMA));
  }

  @Test
  void isUnavailableWhenNobodyAnswers() {
    server.close();
    assertThrows(RegistryUnavailable.class, () -> registry.byId(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 422})
  void blamesTheRecordForWhatCannotChange(int status) {
    server.refuseNext(status);
    assertThrows(SerializationException.class, () -> registry.byId(1));
    assertEquals(1, server.calls());
  }

  @Test
  void blamesTheRecordForASchemaOfAnotherKind() {
    int id = server.add("{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}");
    assertThrows(SerializationException.class, () -> registry.byId(id));
  }

  @Test
  void blamesTheRegistryForAnAnswerWithoutContent() {
    server.refuseNext(200);
    assertThrows(RegistryUnavailable.class, () -> registry.byId(1));
    server.refuseNext(200);
    assertThrows(RegistryUnavailable.class, () -> registry.idOf("reasons-value", SCHEMA));
  }
}
