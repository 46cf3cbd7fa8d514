package io.blinktwice.runtime.serde;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.runtime.serde.SchemaMemory.Registration;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A record of every topic, byte for byte, as Confluent's clients put it on the wire: the accepted
 * bytes change only where a schema does, and say in a diff what becomes of records.
 */
class TopicBytesTest {
  private static final int ID = 66_051;
  private static final Path ACCEPTED =
      Path.of("src/test/resources/io/blinktwice/runtime/serde/golden-topics.txt");

  @TempDir private Path folder;

  static Stream<Topic<?>> topics() {
    return Topics.ALL.stream();
  }

  @Test
  void theBytesOfEveryTopicAreThoseThatWereAccepted() throws IOException {
    Map<String, String> lines = new TreeMap<>();
    topics()
        .forEach(
            topic ->
                lines.put(
                    topic.name(),
                    HexFormat.of().formatHex(BytesBySpecification.of(topic.schema(), ID))));
    String actual =
        "# A topic, then one record of it with a schema id of 00010203; worked out from Confluent's and Avro's specifications.\n"
            + lines.entrySet().stream()
                .map(line -> line.getKey() + " " + line.getValue() + "\n")
                .collect(Collectors.joining());
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(ACCEPTED, actual);
    }
    assertEquals(Files.readString(ACCEPTED, StandardCharsets.UTF_8), actual);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void ourSerdeReadsThemAndWritesTheSame(Topic<?> topic) throws IOException {
    String start = topic.name() + " ";
    String line =
        Files.readAllLines(ACCEPTED).stream()
            .filter(each -> each.startsWith(start))
            .findFirst()
            .orElseThrow();
    byte[] bytes = HexFormat.of().parseHex(line.substring(start.length()));
    Map<String, String> settings =
        Map.of(
            "schema.registry.url",
            "http://127.0.0.1:1/" + topic.name(),
            RegistrySettings.MEMORY,
            folder.toString());
    SchemaMemory.of(RegistrySettings.of(settings))
        .learn(new Registration("t-value", topic.schema()), ID);
    try (AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
        AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>()) {
      serializer.configure(settings, false);
      deserializer.configure(settings, false);
      SpecificRecord record = Objects.requireNonNull(deserializer.deserialize("t", bytes));
      assertEquals(topic.value(), record.getClass());
      assertArrayEquals(bytes, serializer.serialize("t", record));
    }
  }
}
