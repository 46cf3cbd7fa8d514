package io.blinktwice.pool.decision;

import io.blinktwice.contract.SecretRedaction;
import java.util.List;

/**
 * The part of a server's log that explains a failure: what stands around the last line that has a
 * word of it; the end of the log if none has. Bounded, and without secrets.
 *
 * @param found whether a word of the failure was found
 * @param truncated whether the log has more than this
 */
public record LogExcerpt(String text, boolean found, boolean truncated) {
  private static final int LINES_BEFORE = 40;
  private static final int LINES_AFTER = 160;
  private static final int LONGEST_LINE = 2_000;
  private static final int LONGEST = 48 << 10;

  public static LogExcerpt around(List<String> clues, String log) {
    List<String> lines = log.lines().toList();
    int hit = lastWith(clues, lines);
    int from = hit < 0 ? lines.size() - LINES_AFTER : hit - LINES_BEFORE;
    int to = hit < 0 ? lines.size() : hit + LINES_AFTER;
    int first = Math.max(0, from);
    int last = Math.min(lines.size(), to);
    StringBuilder text = new StringBuilder();
    int next = first;
    while (next < last && text.length() < LONGEST) {
      text.append(cut(lines.get(next++))).append('\n');
    }
    return new LogExcerpt(
        SecretRedaction.redact(text.toString()), hit >= 0, first > 0 || next < lines.size());
  }

  /** The first line of a stack trace rather than its last: what it belongs to begins there. */
  private static int lastWith(List<String> clues, List<String> lines) {
    for (int line = lines.size() - 1; line >= 0; line--) {
      String text = lines.get(line);
      if (!isFrame(text) && clues.stream().anyMatch(text::contains)) {
        return line;
      }
    }
    return -1;
  }

  private static boolean isFrame(String line) {
    return line.startsWith("\tat ") || line.startsWith("Caused by:");
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
  }
}
