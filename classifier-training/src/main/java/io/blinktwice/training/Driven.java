package io.blinktwice.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.classifier.decision.Category;
import io.blinktwice.training.driven.DrivenCase;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Examples from what driven servers said: each in two of the ways in which people cut what they
 * report.
 */
final class Driven {
  static final String GENERATOR = "driven";
  private static final int WAYS = 4;
  private static final int OF_EACH = 2;
  private static final int MOST_LINES = 40;

  /** Four releases say the same in nearly the same words. */
  private static final double WEIGHT = 0.5;

  private static final ObjectMapper JSON = new ObjectMapper();

  private Driven() {}

  /** Keeps what a run of {@code drive} noted: a line on where it comes from, then the failures. */
  static void pack(Path noted, Path kept) throws IOException {
    Map<String, String> lines = new TreeMap<>();
    Set<String> versions = new TreeSet<>();
    Set<String> known = new TreeSet<>(DrivenCase.all().stream().map(DrivenCase::id).toList());
    for (String line : Files.readAllLines(noted)) {
      JsonNode each = JSON.readTree(line);
      versions.add(each.path("version").asText());
      boolean failed = !each.path("text").asText().isEmpty();
      if (failed && known.contains(each.path("case").asText())) {
        lines.put(each.path("case").asText() + " " + each.path("version").asText(), line);
      }
    }
    ObjectNode origin =
        JSON.createObjectNode()
            .put("format", 1)
            .put("madeBy", "io.blinktwice.training.Training drive")
            .put("java", Runtime.version().toString())
            .put("cases", DrivenCase.all().size())
            .put("failures", lines.size());
    versions.forEach(origin.putArray("servers")::add);
    Files.createDirectories(kept.getParent());
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(kept)), StandardCharsets.UTF_8))) {
      out.write(origin + "\n");
      for (String line : lines.values()) {
        out.write(line + "\n");
      }
    }
  }

  /** Of every failure that a case of now led to; labels are those of the cases. */
  static List<Example> examples(Path file, long seed) throws IOException {
    Map<String, DrivenCase> cases = new HashMap<>();
    DrivenCase.all().forEach(each -> cases.put(each.id(), each));
    List<Example> examples = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode failure = JSON.readTree(line);
        DrivenCase made = cases.get(failure.path("case").asText());
        if (made != null) {
          add(examples, made, failure, seed);
        }
      }
    }
    return examples;
  }

  private static void add(List<Example> examples, DrivenCase made, JsonNode failure, long seed) {
    String version = failure.path("version").asText();
    String origin = GENERATOR + "-" + made.id();
    SplittableRandom random = new SplittableRandom(seed ^ (origin + version).hashCode());
    Set<String> texts = new LinkedHashSet<>();
    int first = random.nextInt(WAYS);
    for (int i = 0; i < OF_EACH; i++) {
      texts.add(cut(failure.path("text").asText(), (first + i) % WAYS, random));
    }
    for (String text : texts) {
      examples.add(
          new Example(
              GENERATOR,
              origin,
              version,
              text,
              Category.valueOf(made.category()),
              made.memoryRanOut(),
              made.team(),
              WEIGHT));
    }
  }

  /** Whole; without its stack; its opening; its cause alone. */
  private static String cut(String text, int way, SplittableRandom random) {
    List<String> lines = text.lines().limit(MOST_LINES).toList();
    return switch (way) {
      case 0 -> String.join("\n", lines);
      case 1 ->
          String.join("\n", lines.stream().filter(line -> !line.startsWith("\tat ")).toList());
      case 2 -> String.join("\n", lines.subList(0, Math.min(lines.size(), random.nextInt(1, 6))));
      default -> {
        int cause = lastCause(lines);
        yield String.join(
            "\n", lines.subList(cause, Math.min(lines.size(), cause + random.nextInt(2, 8))));
      }
    };
  }

  private static int lastCause(List<String> lines) {
    int last = 0;
    for (int i = 0; i < lines.size(); i++) {
      last = lines.get(i).startsWith("Caused by: ") ? i : last;
    }
    return last;
  }
}
