package io.blinktwice.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.classifier.decision.Category;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The examples as a file: JSON lines, gzip. The same examples give the same bytes. */
final class Corpus {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Corpus() {}

  static void write(Path file, List<Example> examples) throws IOException {
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
      for (Example each : examples) {
        out.write(
            JSON.createObjectNode()
                .put("generator", each.generator())
                .put("origin", each.origin())
                .put("version", each.version())
                .put("category", each.category().name())
                .put("oom", each.memoryRanOut())
                .put("team", each.team())
                .put("weight", each.weight())
                .put("text", each.text())
                .toString());
        out.write('\n');
      }
    }
  }

  static List<Example> read(Path file) throws IOException {
    List<Example> examples = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode each = JSON.readTree(line);
        examples.add(
            new Example(
                each.path("generator").asText(),
                each.path("origin").asText(),
                each.path("version").asText(),
                each.path("text").asText(),
                Category.valueOf(each.path("category").asText()),
                each.path("oom").asBoolean(),
                each.path("team").asText(),
                each.path("weight").asDouble()));
      }
    }
    return examples;
  }
}
