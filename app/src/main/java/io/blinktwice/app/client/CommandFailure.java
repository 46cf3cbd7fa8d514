package io.blinktwice.app.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.contract.SecretRedaction;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a command that failed said last, as the control plane wants to know it: the message, the
 * trace below it, and what a Spark error names; without the secrets in it.
 *
 * @param message one line
 * @param trace what stood after it
 */
record CommandFailure(
    String message,
    String trace,
    @Nullable String exceptionClass,
    @Nullable String condition,
    @Nullable String sqlState) {
  private static final int LONGEST = 32 * 1024;

  /** A line on which an exception is told: a JVM's, and what Python says last. */
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "^(?:Exception in thread \"[^\"]*\""
              + " )?((?:[a-zA-Z_$][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error|Throwable)?)(?::\\s*(.*))?$");

  private static final Pattern NAMED_LIKE_ONE = Pattern.compile(".*(Exception|Error|Throwable)$");
  private static final Pattern CONDITION =
      Pattern.compile("\\[([A-Z][A-Z0-9_]*(?:\\.[A-Z0-9_]+)*)]");
  private static final Pattern SQL_STATE = Pattern.compile("SQLSTATE: ([0-9A-Z]{5})");

  /**
   * @param said the end of what it wrote to its standard error
   * @param exitCode what it ended with
   */
  static CommandFailure of(String said, int exitCode) {
    List<String> lines = SecretRedaction.redact(said).lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      Matcher exception = EXCEPTION.matcher(lines.get(at).strip());
      if (exception.matches() && NAMED_LIKE_ONE.matcher(exception.group(1)).matches()) {
        String message =
            Optional.ofNullable(exception.group(2)).filter(text -> !text.isBlank()).orElse("");
        return new CommandFailure(
            message.isEmpty() ? exception.group(1) : message,
            cut(String.join("\n", lines.subList(at, lines.size()))),
            exception.group(1),
            found(CONDITION, message),
            found(
                SQL_STATE, String.join("\n", lines.subList(at, Math.min(lines.size(), at + 12)))));
      }
    }
    String last = lines.isEmpty() ? "" : ": " + lines.getLast().strip();
    return new CommandFailure(
        "the command ended with exit code " + exitCode + last,
        cut(String.join("\n", lines)),
        null,
        null,
        null);
  }

  private static @Nullable String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  /** As the API takes it. */
  ObjectNode json() {
    ObjectNode error = ApiClient.JSON.createObjectNode().put("message", message);
    if (!trace.isBlank()) {
      error.put("stackTrace", trace);
    }
    if (exceptionClass != null) {
      error.put("exceptionClass", exceptionClass);
    }
    if (condition != null) {
      error.put("condition", condition);
    }
    if (sqlState != null) {
      error.put("sqlState", sqlState);
    }
    return error;
  }
}
