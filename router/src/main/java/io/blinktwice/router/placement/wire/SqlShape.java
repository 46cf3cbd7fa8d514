package io.blinktwice.router.placement.wire;

import io.blinktwice.router.placement.size.decision.PlanFeatures.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What can be seen of SQL without knowing any table: its words, with literals masked, and the names
 * behind FROM and JOIN. It is no parser: what it does not understand is a word like any other.
 */
final class SqlShape {
  private static final Set<String> BEFORE_A_SOURCE = Set.of("from", "join", "table", "into");
  private static final int MOST_WORDS = 20_000;
  private static final String LITERAL = "?";

  /** Behind these a sign belongs to the number that follows it. */
  private static final Set<String> BEFORE_A_SIGN =
      Set.of(
          "select",
          "distinct",
          "where",
          "having",
          "and",
          "or",
          "not",
          "when",
          "then",
          "else",
          "between",
          "in",
          "like",
          "limit",
          "offset",
          "values",
          "by",
          "on",
          "set",
          "interval",
          "case",
          "as");

  private final List<String> words = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private double largestNumber;
  private double rangeRows;

  private SqlShape() {}

  static SqlShape of(String sql) {
    SqlShape shape = new SqlShape();
    int at = 0;
    while (at < sql.length() && shape.words.size() < MOST_WORDS) {
      at = shape.word(sql, at);
    }
    return shape;
  }

  /** With literals left out: lists of them are one. */
  String masked() {
    return String.join(" ", words);
  }

  List<String> sources() {
    return sources;
  }

  void count(BiConsumer<Trait, Double> into) {
    String before = "";
    for (String word : words) {
      Trait trait =
          switch (word) {
            case "join" -> before.equals("cross") ? Trait.CROSS_JOINS : Trait.JOINS;
            case "by" ->
                switch (before) {
                  case "group" -> Trait.AGGREGATES;
                  case "order", "sort" -> Trait.SORTS;
                  case "distribute", "cluster" -> Trait.REPARTITIONS;
                  default -> null;
                };
            case "over" -> Trait.WINDOWS;
            case "union", "intersect", "except" -> Trait.SET_OPERATIONS;
            case "distinct" -> Trait.DEDUPLICATIONS;
            case "where", "having" -> Trait.FILTERS;
            case "explode", "posexplode", "sequence" -> Trait.GENERATORS;
            case "limit" -> Trait.TOP_LIMITS;
            case "insert", "merge", "create" -> Trait.WRITES;
            case "from" -> Trait.READS;
            default -> null;
          };
      if (trait != null) {
        into.accept(trait, 1.0);
      }
      before = word;
    }
    into.accept(Trait.RANGE_ROWS, rangeRows);
  }

  double largestNumber() {
    return largestNumber;
  }

  private int word(String sql, int at) {
    char first = sql.charAt(at);
    if (Character.isWhitespace(first)) {
      return at + 1;
    }
    if (first == '-' && sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      return end < 0 ? sql.length() : end;
    }
    if (first == '/' && sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      return end < 0 ? sql.length() : end + 2;
    }
    if (first == '\'' || first == '"') {
      literal();
      return behind(sql, at, first);
    }
    if (Character.isDigit(first)) {
      return number(sql, at);
    }
    if (first == '`') {
      int end = behind(sql, at, '`');
      name(sql.substring(at, end).replace("`", ""));
      return end;
    }
    if (Character.isLetter(first) || first == '_') {
      int end = at;
      while (end < sql.length() && partOfAName(sql.charAt(end))) {
        end++;
      }
      name(sql.substring(at, end));
      return end;
    }
    words.add(String.valueOf(first));
    if (first == ')') {
      row();
    }
    return at + 1;
  }

  private static boolean partOfAName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private void name(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!words.isEmpty() && BEFORE_A_SOURCE.contains(words.getLast()) && !lower.equals("select")) {
      sources.add(lower);
    }
    if (lower.equals("true") || lower.equals("false")) {
      literal();
    } else {
      words.add(lower);
    }
  }

  private void literal() {
    dropSign();
    if (endsWith(LITERAL, ",")) {
      words.removeLast();
    } else if (!endsWith(LITERAL)) { // Texts side by side are one.
      words.add(LITERAL);
    }
  }

  /** The sign of -5 is part of a value, the one in a - 5 is not. */
  private void dropSign() {
    if (!endsWith("-") && !endsWith("+")) {
      return;
    }
    String before = words.size() == 1 ? "(" : words.get(words.size() - 2);
    boolean name = Character.isLetter(before.charAt(0)) || before.charAt(0) == '_';
    boolean operand = name ? !BEFORE_A_SIGN.contains(before) : ")]?".contains(before);
    if (!operand) {
      words.removeLast();
    }
  }

  /** Rows of literals behind one another are one. */
  private void row() {
    if (endsWith("(", LITERAL, ")", ",", "(", LITERAL, ")")) {
      words.subList(words.size() - 4, words.size()).clear();
    }
  }

  private boolean endsWith(String... tail) {
    return words.size() >= tail.length
        && words.subList(words.size() - tail.length, words.size()).equals(List.of(tail));
  }

  private int number(String sql, int at) {
    int end = at;
    while (end < sql.length() && (partOfAName(sql.charAt(end)) || signOfAnExponent(sql, end))) {
      end++;
    }
    double value = value(sql.substring(at, end));
    boolean range =
        words.size() >= 2
            && words.getLast().equals("(")
            && words.get(words.size() - 2).equals("range");
    boolean rangeEnd =
        words.size() >= 4
            && words.getLast().equals(",")
            && words.get(words.size() - 4).equals("range");
    rangeRows = range || rangeEnd ? Math.max(rangeRows, value) : rangeRows;
    largestNumber = Math.max(largestNumber, value);
    literal();
    return end;
  }

  private static boolean signOfAnExponent(String sql, int at) {
    char sign = sql.charAt(at);
    char before = sql.charAt(at - 1);
    return (sign == '-' || sign == '+')
        && (before == 'e' || before == 'E')
        && at + 1 < sql.length()
        && Character.isDigit(sql.charAt(at + 1));
  }

  private static double value(String digits) {
    try {
      return Double.parseDouble(digits.replaceAll("[A-Za-z_]+$", ""));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static int behind(String sql, int at, char quote) {
    int end = at + 1;
    while (end < sql.length()) {
      char c = sql.charAt(end);
      if (c == '\\' && quote != '`') {
        end += 2;
      } else if (c == quote) {
        return end + 1;
      } else {
        end++;
      }
    }
    return sql.length();
  }
}
