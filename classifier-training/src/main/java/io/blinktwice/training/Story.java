package io.blinktwice.training;

import io.blinktwice.classifier.decision.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it is known to happen, with choices and slots that say how it varies.
 *
 * @param setting where it happens, and so how it comes wrapped
 */
record Story(
    String id, Category category, String team, boolean memoryRanOut, Setting setting, String text) {
  /** Where a failure happens. */
  enum Setting {
    TASK,
    DRIVER,
    BOTH,
    /** As it stands. */
    BARE
  }

  private static final String HEAD = "## ";
  private static final String TOPIC = "#### ";

  /** All stories of a file. */
  static List<Story> read(String file, List<String> lines) {
    List<Story> stories = new ArrayList<>();
    List<String> body = new ArrayList<>();
    String topic = file;
    String head = null;
    for (String line : lines) {
      if (line.startsWith(HEAD) || line.startsWith(TOPIC)) {
        add(stories, topic, head, body);
        head = line.startsWith(HEAD) ? line.substring(HEAD.length()) : null;
        body = new ArrayList<>();
        topic = line.startsWith(TOPIC) ? topic(file, line) : topic;
      } else if (head != null) {
        body.add(line);
      }
    }
    add(stories, topic, head, body);
    return stories;
  }

  private static String topic(String file, String line) {
    return file + "/" + line.substring(TOPIC.length()).replace(' ', '-');
  }

  private static void add(
      List<Story> stories, String topic, @Nullable String head, List<String> body) {
    if (head == null) {
      return;
    }
    List<String> words = List.of(head.split(" "));
    stories.add(
        new Story(
            topic + "-" + (stories.size() + 1),
            words.get(0).equals("INFRA") ? Category.INFRASTRUCTURE : Category.valueOf(words.get(0)),
            words.get(1),
            words.contains("oom"),
            switch (words.get(2)) {
              case "t" -> Setting.TASK;
              case "d" -> Setting.DRIVER;
              case "td" -> Setting.BOTH;
              case "n" -> Setting.BARE;
              default -> throw new IllegalArgumentException("no setting: " + head);
            },
            String.join("\n", body).strip()));
  }

  /** One way in which it may be told. */
  String told(RandomGenerator random) {
    return new Telling(text, random).all().replace("\\n", "\n");
  }

  /** Resolves choices, which may be nested, and slots. */
  private static final class Telling {
    private final String text;
    private final RandomGenerator random;
    private int at;

    Telling(String text, RandomGenerator random) {
      this.text = text;
      this.random = random;
    }

    String all() {
      StringBuilder told = new StringBuilder();
      while (at < text.length()) {
        told.append(text.startsWith("[[", at) ? choice() : piece());
      }
      return told.toString();
    }

    private String choice() {
      at += 2;
      List<String> options = new ArrayList<>();
      StringBuilder option = new StringBuilder();
      while (at < text.length() && !text.startsWith("]]", at)) {
        if (text.startsWith("[[", at)) {
          option.append(choice());
        } else if (text.charAt(at) == '|') {
          options.add(option.toString());
          option.setLength(0);
          at++;
        } else {
          option.append(piece());
        }
      }
      at += 2;
      options.add(option.toString());
      return Vocabulary.pick(options, random);
    }

    private String piece() {
      if (text.charAt(at) == '{') {
        int end = text.indexOf('}', at);
        String slot = end < 0 ? "" : text.substring(at + 1, end);
        if (slot.matches("[a-zA-Z0-9]+")) {
          at = end + 1;
          return Vocabulary.value(slot, random);
        }
      }
      return String.valueOf(text.charAt(at++));
    }
  }
}
