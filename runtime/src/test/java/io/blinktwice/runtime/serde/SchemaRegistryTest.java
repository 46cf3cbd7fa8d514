package io.blinktwice.runtime.serde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.events.Reason;
import io.blinktwice.events.WireError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {
  private static final Schema SCHEMA = Reason.getClassSchema();
  private static final Schema OTHER = WireError.getClassSchema();
  private static final int TRIES = 6;
  private TinyRegistry server;
  private SchemaRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server = new TinyRegistry();
    registry = registry(server.url() + "/", new SchemaMemory(null), Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asksOnceForEachSchemaAndEachId() {
    int id = registry.idOf("reasons-value", SCHEMA, true);
    assertEquals(id, registry.idOf("reasons-value", SCHEMA, true));
    assertEquals(SCHEMA, registry.byId(id));
    assertEquals(SCHEMA, registry.byId(id));
    assertEquals(2, server.calls());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 408, 429, 401, 403, 302})
  void triesAgainWhatMayBeOverInAMoment(int status) {
    server.refuseNext(status, status);
    assertEquals(1, registry.idOf("reasons-value", SCHEMA, true));
    assertEquals(3, server.calls());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 429, 401, 403})
  void isUnavailableWhenItStaysSo(int status) {
    server.refuseNext(status, status, status, status, status, status);
    assertThrows(RegistryUnavailable.class, () -> registry.idOf("reasons-value", SCHEMA, true));
    assertEquals(TRIES, server.calls());
    assertEquals(1, registry.idOf("reasons-value", SCHEMA, true));
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
    assertThrows(RegistryUnavailable.class, () -> registry.idOf("reasons-value", SCHEMA, true));
  }

  @Test
  void remembersOverARestartWhileTheRegistryIsAway(@TempDir Path folder) {
    Path file = folder.resolve("state/known");
    int id = remembering(file).idOf("reasons-value", SCHEMA, true);
    server.close();
    SchemaRegistry restarted = remembering(file);
    assertEquals(id, restarted.idOf("reasons-value", SCHEMA, true));
    assertEquals(SCHEMA, restarted.byId(id));
    assertThrows(RegistryUnavailable.class, () -> restarted.byId(id + 1));
  }

  @Test
  void anEmptyRegistryAtAnOldAddressIsGivenTheSchemasAgain(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("known");
    server.add(OTHER.toString());
    int before = remembering(file).idOf("reasons-value", SCHEMA, true);
    SchemaRegistry restarted = afterALossOfTheRegistry(file);
    assertEquals(1, restarted.idOf("reasons-value", SCHEMA, true));
    assertEquals(2, before);
    assertEquals(SCHEMA, restarted.byId(before), "old records stay readable");
    assertEquals(SCHEMA, restarted.byId(1));
  }

  @Test
  void anotherRegistryIsNoticedByOneThatStartedWhileItWasAway(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("known");
    server.add(OTHER.toString());
    remembering(file).idOf("reasons-value", SCHEMA, true);
    int port = server.port();
    server.close();
    SchemaRegistry offline =
        registry("http://127.0.0.1:" + port, new SchemaMemory(file), Duration.ofMillis(20));
    assertEquals(2, offline.idOf("reasons-value", SCHEMA, true));
    server = new TinyRegistry(port);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> offline.idOf("reasons-value", SCHEMA, true) == 1);
  }

  @Test
  void anotherRegistryIsNoticedWhileRunning() throws Exception {
    SchemaRegistry running = registry(server.url(), new SchemaMemory(null), Duration.ofMillis(20));
    server.add(OTHER.toString());
    assertEquals(2, running.idOf("reasons-value", SCHEMA, true));
    int port = server.port();
    server.close();
    server = new TinyRegistry(port);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> running.idOf("reasons-value", SCHEMA, true) == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 25, 60})
  void aDamagedFileIsIgnoredAndWrittenAnew(int damagedAt, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("known");
    remembering(file).idOf("reasons-value", SCHEMA, true);
    byte[] bytes = Files.readAllBytes(file);
    bytes[damagedAt] ^= 1;
    Files.write(file, bytes);
    assertNull(new SchemaMemory(file).schema(1));
    remembering(file).idOf("reasons-value", SCHEMA, true);
    assertEquals(SCHEMA, new SchemaMemory(file).schema(1));
  }

  @Test
  void aFolderThatCannotBeWrittenCostsOnlyTheMemory(@TempDir Path folder) throws Exception {
    Path notAFolder = Files.writeString(folder.resolve("file"), "x");
    assertEquals(1, remembering(notAFolder.resolve("known")).idOf("reasons-value", SCHEMA, true));
  }

  @Test
  void findsWithoutRegisteringWhereThatIsForbidden() {
    assertThrows(SerializationException.class, () -> registry.idOf("reasons-value", SCHEMA, false));
    int id = server.add(SCHEMA.toString());
    assertEquals(id, registry.idOf("reasons-value", SCHEMA, false));
  }

  private SchemaRegistry afterALossOfTheRegistry(Path file) throws IOException {
    int port = server.port();
    server.close();
    server = new TinyRegistry(port);
    return remembering(file);
  }

  private SchemaRegistry remembering(Path file) {
    return registry(server.url(), new SchemaMemory(file), Duration.ofMinutes(1));
  }

  private static SchemaRegistry registry(String url, SchemaMemory memory, Duration checkEvery) {
    RegistryClient client = RegistryClient.of(Map.of("schema.registry.url", url));
    return new SchemaRegistry(new RegistryCalls(client, Duration.ofMillis(1)), memory, checkEvery);
  }
}
