package io.blinktwice.runtime.serde;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.events.Reason;
import io.blinktwice.events.WireError;
import io.blinktwice.runtime.serde.SchemaMemory.Registration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Known records and their bytes, which were not made by this serde: whoever reads Confluent's
 * format can read ours.
 */
class GoldenRecordsTest {
  private static final Map<String, SpecificRecord> RECORDS =
      Map.of(
          "reason", new Reason("blinked-twice", "It failed again on 4.2.0."),
          "reason-beyond-ascii", new Reason("\u00fcber", "\u2014 \ud83d\udc40"),
          "reason-empty", new Reason("", ""),
          "error-full",
              new WireError(
                  "INTERNAL",
                  "org.apache.spark.SparkArithmeticException",
                  List.of("a.B", "c.D"),
                  "DIVIDE_BY_ZERO",
                  "22012",
                  "x".repeat(70),
                  true),
          "error-least", new WireError("UNKNOWN", null, List.of(), null, null, "", false));

  @TempDir private java.nio.file.Path folder;

  static Stream<String> golden() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(GoldenRecordsTest.class.getResourceAsStream("golden-records.txt"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void isWrittenAndReadByteForByte(String line) {
    SpecificRecord record = Objects.requireNonNull(RECORDS.get(line.split(" ", 2)[0]));
    byte[] bytes = HexFormat.of().parseHex(line.split(" ", 2)[1]);
    Map<String, String> settings = knowing(record, ByteBuffer.wrap(bytes).getInt(1));
    try (AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
        AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>()) {
      serializer.configure(settings, false);
      deserializer.configure(settings, false);
      assertArrayEquals(bytes, serializer.serialize("t", record));
      assertEquals(record, deserializer.deserialize("t", bytes));
    }
  }

  /** A registry that is away, and an id that was learned before it went. */
  private Map<String, String> knowing(SpecificRecord record, int id) {
    Map<String, String> settings =
        Map.of(
            "schema.registry.url",
            "http://127.0.0.1:1/" + id,
            RegistrySettings.MEMORY,
            folder.toString());
    SchemaMemory.of(RegistrySettings.of(settings))
        .learn(new Registration("t-value", record.getSchema()), id);
    return settings;
  }
}
