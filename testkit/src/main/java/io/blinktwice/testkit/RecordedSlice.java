package io.blinktwice.testkit;

import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A slice of topics as text, in the order in which it was read: for a replay of what once happened.
 *
 * <p>First the schema of each topic as it was then, {@code schema|<topic>|<Avro>}; then a line for
 * each record, {@code <topic>|<time>|<key>|<Avro's JSON>}. So a slice that was recorded long ago is
 * still read by whatever reads the topic now.
 */
public final class RecordedSlice {
  private static final String SCHEMA = "schema";
  private static final String FIELD = "\\|";

  private RecordedSlice() {}

  /** One record; a null value ends its key. */
  public record Recorded(String topic, Instant at, String key, @Nullable SpecificRecord value) {}

  public static String write(List<Recorded> records) {
    Set<String> lines = new LinkedHashSet<>();
    for (Recorded record : records) {
      lines.add("%s|%s|%s".formatted(SCHEMA, record.topic, topic(record.topic).schema()));
    }
    StringBuilder text = new StringBuilder(String.join("\n", lines)).append('\n');
    records.forEach(record -> text.append(line(record)).append('\n'));
    return text.toString();
  }

  /** One record as a line. */
  public static String line(Recorded record) {
    return "%s|%d|%s|%s"
        .formatted(record.topic, record.at.toEpochMilli(), record.key, json(record.value));
  }

  public static List<Recorded> read(String text) {
    Map<String, Schema> written = new HashMap<>();
    List<Recorded> records = new ArrayList<>();
    text.lines()
        .forEach(
            line -> {
              if (line.startsWith(SCHEMA + "|")) {
                String[] parts = line.split(FIELD, 3);
                written.put(parts[1], new Schema.Parser().parse(parts[2]));
              } else {
                String[] parts = line.split(FIELD, 4);
                records.add(
                    new Recorded(
                        parts[0],
                        Instant.ofEpochMilli(Long.parseLong(parts[1])),
                        parts[2],
                        value(topic(parts[0]), written, parts[3])));
              }
            });
    return records;
  }

  public static Topic<?> topic(String name) {
    return Topics.ALL.stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no topic " + name));
  }

  private static String json(@Nullable SpecificRecord value) {
    if (value == null) {
      return "null";
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      JsonEncoder encoder = EncoderFactory.get().jsonEncoder(value.getSchema(), out);
      new SpecificDatumWriter<SpecificRecord>(
              value.getSchema(), SpecificData.getForClass(value.getClass()))
          .write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static @Nullable SpecificRecord value(
      Topic<?> topic, Map<String, Schema> written, String json) {
    if (json.equals("null")) {
      return null;
    }
    Schema schema = Objects.requireNonNull(written.get(topic.name()), "a record of no schema");
    try {
      return new SpecificDatumReader<SpecificRecord>(
              schema, topic.schema(), SpecificData.getForClass(topic.value()))
          .read(null, DecoderFactory.get().jsonDecoder(schema, json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
