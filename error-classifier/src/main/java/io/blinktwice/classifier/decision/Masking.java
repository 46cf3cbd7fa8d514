package io.blinktwice.classifier.decision;

import java.util.regex.Pattern;

/**
 * Takes out of a text what differs between two occurrences of one fault.
 *
 * <p>Every pattern is bounded, so that no text makes it slow.
 */
final class Masking {
  /** A quote inside a word is an apostrophe, not a quotation. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?<!\\w)'[^'\\n]{0,400}'(?!\\w)|\"[^\"\\n]{0,400}\"|`[^`\\n]{0,200}`(?:\\.`[^`\\n]{0,200}`){0,4}");

  /** What stands between double quotes is a name only where it has no spaces. */
  private static final Pattern QUOTED_NAMES =
      Pattern.compile(
          "(?<!\\w)'[^'\\n]{0,400}'(?!\\w)|\"[^\"\\s]{0,200}\"|`[^`\\n]{0,200}`(?:\\.`[^`\\n]{0,200}`){0,4}");

  private static final Pattern ADDRESS =
      Pattern.compile("\\b[a-zA-Z][a-zA-Z0-9+.-]{0,20}://[^\\s,;)\\]]{1,400}");
  private static final Pattern PATH = Pattern.compile("(?<![\\w.])/[^\\s:,;()\\[\\]]{1,400}");
  private static final Pattern HEXADECIMAL =
      Pattern.compile("\\b(?=[0-9a-fA-F-]{0,40}\\d)[0-9a-fA-F]{8}[0-9a-fA-F-]{0,40}\\b");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:[.,]\\d+)*");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Masking() {}

  /**
   * Quoted names and values become {@code ?}: what people wrote is no evidence of what happened.
   */
  static String quotations(String text) {
    return QUOTED.matcher(text).replaceAll("?");
  }

  /** Quoted names become {@code ?}; whole sentences between double quotes stay. */
  static String names(String text) {
    return QUOTED_NAMES.matcher(text).replaceAll("?");
  }

  /** Names, addresses, paths, ids and numbers are masked, spaces are evened out. */
  static String everythingVariable(String text) {
    String masked = quotations(text);
    masked = ADDRESS.matcher(masked).replaceAll("?");
    masked = PATH.matcher(masked).replaceAll("?");
    masked = HEXADECIMAL.matcher(masked).replaceAll("#");
    masked = NUMBER.matcher(masked).replaceAll("#");
    return SPACE.matcher(masked).replaceAll(" ").strip();
  }
}
