package io.blinktwice.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * What readers out there may hold: every version of a topic's schema that was ever accepted, with
 * all types that it names. {@code -Dgolden.accept=true} adds a version; none is ever changed.
 */
final class Accepted {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("src", "test", "accepted");

  private Accepted() {}

  static boolean accepting() {
    return Boolean.getBoolean("golden.accept");
  }

  /** The versions of a topic, oldest first. */
  static List<Schema> versions(Topic<?> topic) throws IOException {
    List<Schema> versions = new ArrayList<>();
    while (Files.exists(file(topic, versions.size() + 1))) {
      versions.add(new Schema.Parser().parse(Files.readString(file(topic, versions.size() + 1))));
    }
    return versions;
  }

  /** The newest version is the current schema, to the letter. */
  static void newestIs(Topic<?> topic) throws IOException {
    String current = text(topic.schema());
    int newest = versions(topic).size();
    boolean same = newest > 0 && Files.readString(file(topic, newest)).equals(current);
    if (!same && accepting()) {
      Files.createDirectories(FOLDER.resolve(topic.name()));
      Files.writeString(file(topic, newest + 1), current);
    } else if (newest == 0) {
      fail("no accepted schema of " + topic.name() + "; write it with -Dgolden.accept=true");
    } else {
      assertEquals(Files.readString(file(topic, newest)), current, topic.name() + " has changed");
    }
  }

  /** Where the newest version lies, from the repository's docs folder. */
  static String seenFromDocs(Topic<?> topic) throws IOException {
    return "../schemas/src/test/accepted/%s/%d.avsc"
        .formatted(topic.name(), versions(topic).size());
  }

  private static Path file(Topic<?> topic, int version) {
    return FOLDER.resolve(topic.name()).resolve(version + ".avsc");
  }

  /** Without Avro's notes to its Java generator. */
  private static String text(Schema schema) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsString(plain(JSON.readTree(schema.toString())))
        + "\n";
  }

  private static JsonNode plain(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("avro.java.string");
      object.properties().forEach(entry -> entry.setValue(plain(entry.getValue())));
      return object.size() == 1 && object.path("type").isTextual() ? object.get("type") : object;
    }
    if (node instanceof ArrayNode array) {
      for (int at = 0; at < array.size(); at++) {
        array.set(at, plain(array.get(at)));
      }
    }
    return node;
  }
}
