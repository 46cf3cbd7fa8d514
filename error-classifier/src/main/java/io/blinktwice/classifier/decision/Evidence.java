package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be read from a failure, in whichever form its release put it.
 *
 * @param exceptionNamed whether the server itself named an exception, beside what its text says
 * @param condition the most specific Spark condition, also from the {@code [CONDITION]} of 3.5
 *     texts
 * @param sqlState also from the text
 * @param classes exception classes named by the server or in the text
 * @param text without stack frames, quoted statements and quotations: what the rules search
 * @param met by rule, the words of the text that it looks for
 * @param root the innermost exception
 * @param frames the places on the stack that are not the JDK's, the root cause's first; a few
 * @param exitCode of a process that ended, as it was sent or as the text reports it
 */
record Evidence(
    String status,
    boolean exceptionNamed,
    @Nullable String condition,
    @Nullable String sqlState,
    Set<String> classes,
    String text,
    Map<String, String> met,
    Cause root,
    List<String> frames,
    OptionalInt exitCode) {

  /** An exception by its class and its words. */
  record Cause(String exceptionClass, String message) {}

  /** The condition without its sub-condition; empty without a condition. */
  String conditionFamily() {
    if (condition == null) {
      return "";
    }
    int dot = condition.indexOf('.');
    return dot < 0 ? condition : condition.substring(0, dot);
  }

  /** The innermost stack frame that is not the JDK's. */
  @Nullable String firstFrame() {
    return frames.isEmpty() ? null : frames.getFirst();
  }

  /** The two characters that say what kind of SQLSTATE it is; empty without one. */
  String sqlStateClass() {
    return sqlState == null || sqlState.length() < 2 ? "" : sqlState.substring(0, 2);
  }

  /** The server said neither what nor why. */
  boolean wordless() {
    return text.isBlank() && classes.isEmpty() && condition == null;
  }
}
