package io.blinktwice.router.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The words of a SQL text in upper case, without strings, quoted identifiers and comments; an
 * opening parenthesis counts as a word.
 *
 * <p>Follows Spark's lexer with its default settings: backslash escapes, raw strings, nested
 * bracketed comments. A text that ends inside one of them has no words that can be trusted.
 */
final class SqlWords {
  private final String sql;
  private final List<String> words = new ArrayList<>();
  private int at;

  private SqlWords(String sql) {
    this.sql = sql;
  }

  static Optional<List<String>> of(String sql) {
    SqlWords read = new SqlWords(sql);
    return read.readAll() ? Optional.of(read.words) : Optional.empty();
  }

  private boolean readAll() {
    while (at < sql.length()) {
      if (!readOne(sql.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private boolean readOne(char c) {
    if (Character.isLetterOrDigit(c) || c == '_') {
      return word();
    }
    if (c == '\'' || c == '"') {
      return quoted(c, true);
    }
    if (c == '`') {
      return quoted(c, false);
    }
    if (sql.startsWith("--", at)) {
      return lineComment();
    }
    if (sql.startsWith("/*", at)) {
      return bracketedComment();
    }
    if (c == '(' || (!Character.isWhitespace(c) && c != ';' && words.isEmpty())) {
      words.add(String.valueOf(c));
    }
    at++;
    return true;
  }

  private boolean word() {
    int start = at;
    while (at < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_')) {
      at++;
    }
    String word = sql.substring(start, at).toUpperCase(Locale.ROOT);
    boolean quoteFollows = at < sql.length() && "'\"".indexOf(sql.charAt(at)) >= 0;
    if (word.equals("R") && quoteFollows) {
      return quoted(sql.charAt(at), false);
    }
    words.add(word);
    return true;
  }

  private boolean quoted(char quote, boolean escapes) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      at += escapes && c == '\\' ? 2 : 1;
      if (c == quote) {
        return true;
      }
    }
    return false;
  }

  /** To the end of the line; a backslash before the line's end carries the comment on. */
  private boolean lineComment() {
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at += sql.startsWith("\\\n", at) ? 2 : 1;
    }
    return true;
  }

  private boolean bracketedComment() {
    int depth = 0;
    do {
      if (at >= sql.length()) {
        return false;
      } else if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0);
    return true;
  }
}
