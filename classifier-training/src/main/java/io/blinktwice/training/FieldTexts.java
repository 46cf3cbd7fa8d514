package io.blinktwice.training;

import io.blinktwice.classifier.decision.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Failures as somebody meets them in production, written down without looking at what a classifier
 * says of them. They examine and never teach.
 */
final class FieldTexts {
  static final String GENERATOR = "field";
  private static final String HEAD = "## ";

  private FieldTexts() {}

  /** Of all files in the folder, by name; a text's head says {@code CATEGORY team [oom]}. */
  static List<Example> in(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(each -> each.toString().endsWith(".txt")).sorted().toList();
    }
    List<Example> texts = new ArrayList<>();
    for (Path file : files) {
      read(file.getFileName().toString().replace(".txt", ""), Files.readAllLines(file), texts);
    }
    return texts;
  }

  private static void read(String name, List<String> lines, List<Example> texts) {
    int at = 0;
    while (at < lines.size()) {
      if (lines.get(at).startsWith(HEAD)) {
        int end = at + 1;
        while (end < lines.size() && !lines.get(end).startsWith(HEAD)) {
          end++;
        }
        String[] head = lines.get(at).substring(HEAD.length()).split(" ");
        String origin = "%s/%d".formatted(name, texts.size() + 1);
        texts.add(example(origin, head, String.join("\n", lines.subList(at + 1, end))));
        at = end;
      } else {
        at++;
      }
    }
  }

  private static Example example(String origin, String[] head, String text) {
    boolean memory = head.length > 2 && head[2].equals("oom");
    return new Example(
        GENERATOR, origin, "any", text, Category.valueOf(head[0]), memory, head[1], 1);
  }
}
