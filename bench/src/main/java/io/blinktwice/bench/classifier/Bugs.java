package io.blinktwice.bench.classifier;

import java.util.List;
import java.util.Random;

/**
 * A bug and the two forms in which engines of 3.5.7 and 4.2.0 tell of it, each time with other
 * values, line numbers and wrapping.
 *
 * @param condition that names it; empty where it has none
 * @param exception that it comes as
 * @param words with {@code %d} and {@code %s} where values stand
 */
record Bugs(String condition, String exception, String words) {
  private static final List<String> WHAT =
      List.of(
          "cannot read the footer of",
          "found no writer for",
          "lost the state of",
          "has no plan for",
          "cannot bind",
          "met an unknown type in",
          "closed twice",
          "cannot merge",
          "expected rows in",
          "cannot decode",
          "dropped the header of",
          "cannot seek in",
          "was already released by");
  private static final List<String> WHOM =
      List.of(
          "the shuffle block",
          "the snapshot",
          "the column vector",
          "the parquet page",
          "the manifest",
          "the state store",
          "the broadcast",
          "the row group",
          "the relation",
          "the exchange",
          "the dictionary",
          "the checkpoint",
          "the arrow batch");
  private static final List<String> EXCEPTIONS =
      List.of(
          "java.lang.IllegalStateException", "java.lang.NullPointerException",
          "java.io.IOException", "java.lang.ClassCastException",
          "org.apache.spark.SparkException", "org.apache.iceberg.exceptions.ValidationException");
  private static final List<String> SAYING =
      List.of("CAST", "SCAN", "MERGE", "PARSE", "JOIN", "STATE", "VIEW", "PATH", "UDF", "ROUTINE");
  private static final List<String> WRONG =
      List.of("INVALID_INPUT", "NOT_FOUND", "OVERFLOW", "AMBIGUOUS", "UNSUPPORTED", "MISMATCH");

  /** The kind of bug that a number stands for; different numbers, different bugs. */
  static Bugs number(int number) {
    int rest = number / 2;
    if (number % 2 == 0) {
      String what = SAYING.get(rest % SAYING.size());
      String wrong = WRONG.get(rest / SAYING.size() % WRONG.size());
      String condition = what + "_" + wrong;
      return new Bugs(condition, "", "The value '%s' of %d rows does not fit.");
    }
    String words = WHAT.get(rest % WHAT.size()) + " " + WHOM.get(rest / WHAT.size() % WHOM.size());
    return new Bugs(
        "", EXCEPTIONS.get(rest % EXCEPTIONS.size()), "The reader " + words + " %d at /data/%s/%d");
  }

  /** How many different bugs there are. */
  static int count() {
    return 2 * SAYING.size() * WRONG.size();
  }

  /** As an engine of 3.5 tells it: a failed stage, the condition in the text only. */
  String inOldForm(Random random) {
    String thrown = condition.isEmpty() ? exception : "org.apache.spark.SparkRuntimeException";
    return "Job aborted due to stage failure: Task %d in stage %d.0 failed 1 times, most recent failure: Lost task %d.0 in stage %d.0 (TID %d) (localhost executor driver): "
            .replace("%d", number(random))
        + thrown
        + ": "
        + said(random)
        + frames("org.apache.spark.sql.execution", random);
  }

  /** As one of 4.x does: the exception itself, with its SQLSTATE. */
  String inNewForm(Random random) {
    String thrown = condition.isEmpty() ? exception : "org.apache.spark.SparkNumberFormatException";
    String state = condition.isEmpty() ? "" : " SQLSTATE: 22018";
    return thrown + ": " + said(random) + state + frames("org.apache.spark.sql.classic", random);
  }

  private String said(Random random) {
    String values = words;
    while (values.contains("%d") || values.contains("%s")) {
      values =
          values
              .replaceFirst("%d", number(random))
              .replaceFirst("%s", "v" + Integer.toHexString(random.nextInt()));
    }
    return condition.isEmpty() ? values : "[" + condition + "] " + values;
  }

  private static String number(Random random) {
    return String.valueOf(random.nextInt(1, 99_999));
  }

  private static String frames(String where, Random random) {
    return "\n\tat %s.Step.run(Step.scala:%s)\n\tat java.lang.Thread.run(Thread.java:%s)"
        .formatted(where, number(random), number(random));
  }
}
