package io.blinktwice.classifier.decision;

import io.blinktwice.classifier.decision.Phrase.Spotted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds all known phrases in one pass over a text.
 *
 * <p>An Aho-Corasick automaton over lower-case ASCII: its time does not depend on how many phrases
 * there are. A phrase with a gap is found by its longest piece and then checked around the place.
 */
public final class Phrases {
  private static final int COLUMNS = 5;
  private static final int ALPHABET = 128;
  private static final int WIDEST_GAP = 100;

  private final List<Wording> patterns;
  private final int[][] next;
  private final int[][] ends;

  /** One wording: its pieces in order, the longest of which is searched for. */
  record Wording(Phrase phrase, List<String> pieces, int anchor) {
    static Wording of(Phrase phrase, String words) {
      List<String> pieces = new ArrayList<>();
      for (String piece : words.toLowerCase(Locale.ROOT).split("\\*", -1)) {
        if (!piece.isBlank()) {
          pieces.add(piece);
        }
      }
      int anchor = 0;
      for (int i = 1; i < pieces.size(); i++) {
        if (pieces.get(i).length() > pieces.get(anchor).length()) {
          anchor = i;
        }
      }
      return new Wording(phrase, pieces, anchor);
    }
  }

  Phrases(List<Wording> patterns) {
    this.patterns = patterns;
    Builder builder = new Builder();
    for (int i = 0; i < patterns.size(); i++) {
      Wording pattern = patterns.get(i);
      builder.add(pattern.pieces().get(pattern.anchor()), i);
    }
    builder.link();
    this.next = builder.next.toArray(int[][]::new);
    this.ends =
        builder.ends.stream()
            .map(found -> found.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /** From lines: a head with five columns, then indented wordings. */
  public static Phrases of(List<String> lines) {
    List<Wording> patterns = new ArrayList<>();
    Phrase current = null;
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith("  ")) {
        current = head(line);
      } else if (current != null) {
        patterns.add(Wording.of(current, line.strip()));
      }
    }
    return new Phrases(patterns);
  }

  private static Phrase head(String line) {
    String[] columns = line.split(" \\| ", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("a phrase has five columns, not: " + line);
    }
    String[] odds = columns[1].strip().split(" ");
    String team = columns[3].strip();
    return new Phrase(
        columns[0].strip(),
        new Odds(percent(odds[0]), percent(odds[1]), percent(odds[2])),
        columns[2].strip().equals("oom"),
        team.equals("-") ? null : team,
        columns[4].strip());
  }

  private static double percent(String number) {
    return Integer.parseInt(number) / 100.0;
  }

  /** Each phrase once, in the order of where it first stands. */
  List<Spotted> in(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Map<String, Spotted> found = new LinkedHashMap<>();
    int state = 0;
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      state = c < ALPHABET ? next[state][c] : 0;
      for (int hit : ends[state]) {
        Wording pattern = patterns.get(hit);
        int from = i + 1 - pattern.pieces().get(pattern.anchor()).length();
        if (!found.containsKey(pattern.phrase().name()) && fits(pattern, lower, from, i + 1)) {
          found.put(
              pattern.phrase().name(),
              new Spotted(pattern.phrase(), String.join("…", pattern.pieces()).strip()));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static boolean fits(Wording pattern, String text, int from, int to) {
    int start = from;
    for (int i = pattern.anchor() - 1; i >= 0; i--) {
      String piece = pattern.pieces().get(i);
      int limit = Math.max(0, start - WIDEST_GAP - piece.length());
      int at = text.substring(limit, start).lastIndexOf(piece);
      if (at < 0 || apart(text, limit + at + piece.length(), start)) {
        return false;
      }
      start = limit + at;
    }
    int end = to;
    for (int i = pattern.anchor() + 1; i < pattern.pieces().size(); i++) {
      String piece = pattern.pieces().get(i);
      int limit = Math.min(text.length(), end + WIDEST_GAP + piece.length());
      int at = text.substring(end, limit).indexOf(piece);
      if (at < 0 || apart(text, end, end + at)) {
        return false;
      }
      end += at + piece.length();
    }
    return true;
  }

  private static boolean apart(String text, int from, int to) {
    if (to - from > WIDEST_GAP) {
      return true;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\n') {
        return true;
      }
    }
    return false;
  }

  /** The automaton while it grows. */
  private static final class Builder {
    private final List<int[]> next = new ArrayList<>();
    private final List<List<Integer>> ends = new ArrayList<>();

    Builder() {
      newState();
    }

    private int newState() {
      int[] row = new int[ALPHABET];
      Arrays.fill(row, -1);
      next.add(row);
      ends.add(new ArrayList<>());
      return next.size() - 1;
    }

    void add(String piece, int pattern) {
      int state = 0;
      for (char c : piece.toCharArray()) {
        if (c >= ALPHABET) {
          throw new IllegalArgumentException("phrases are ASCII, not: " + piece);
        }
        if (next.get(state)[c] < 0) {
          next.get(state)[c] = newState();
        }
        state = next.get(state)[c];
      }
      ends.get(state).add(pattern);
    }

    /** Breadth first: a missing step goes where the longest known suffix goes. */
    void link() {
      Map<Integer, Integer> suffixes = new HashMap<>();
      ArrayDeque<Integer> open = new ArrayDeque<>();
      for (int c = 0; c < ALPHABET; c++) {
        int child = next.get(0)[c];
        if (child < 0) {
          next.get(0)[c] = 0;
        } else {
          suffixes.put(child, 0);
          open.add(child);
        }
      }
      while (!open.isEmpty()) {
        int state = open.remove();
        int suffix = suffixes.getOrDefault(state, 0);
        ends.get(state).addAll(ends.get(suffix));
        for (int c = 0; c < ALPHABET; c++) {
          int child = next.get(state)[c];
          int fallback = next.get(suffix)[c];
          if (child < 0) {
            next.get(state)[c] = fallback;
          } else {
            suffixes.put(child, fallback);
            open.add(child);
          }
        }
      }
    }
  }
}
