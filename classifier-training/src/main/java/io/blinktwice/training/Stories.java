package io.blinktwice.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes examples from the stories: what is known to happen, told in many ways. */
final class Stories {
  static final String GENERATOR = "stories";
  private static final List<String> FILES =
      List.of(
          "sql",
          "python",
          "storage",
          "formats",
          "clusters",
          "services",
          "field",
          "engine",
          "lakes",
          "vendors",
          "sources",
          "operations",
          "practice");

  private Stories() {}

  static List<Story> all() {
    List<Story> stories = new ArrayList<>();
    for (String file : FILES) {
      stories.addAll(Story.read(file, lines("stories/" + file + ".txt")));
    }
    return stories;
  }

  private static List<String> lines(String name) {
    InputStream found = Stories.class.getResourceAsStream(name);
    if (found == null) {
      throw new IllegalStateException(name + " is missing");
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(found, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for the same seed; each story's examples depend on its own name only. */
  static List<Example> examples(long seed, int ofEach) {
    List<Example> examples = new ArrayList<>();
    for (Story story : all()) {
      SplittableRandom random = new SplittableRandom(seed ^ story.id().hashCode());
      Variation variation = new Variation(random);
      for (int i = 0; i < ofEach; i++) {
        examples.add(
            new Example(
                GENERATOR,
                story.id(),
                "any",
                variation.of(story),
                story.category(),
                story.memoryRanOut(),
                story.team(),
                1));
      }
    }
    return examples;
  }
}
