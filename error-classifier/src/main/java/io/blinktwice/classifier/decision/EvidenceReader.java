package io.blinktwice.classifier.decision;

import io.blinktwice.classifier.decision.Evidence.Cause;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a failure's text: exception chain, condition, SQLSTATE, frames, exit code.
 *
 * <p>Bounded: {@link Lines} gives it a few thousand characters, which it searches by patterns that
 * do not backtrack beyond a fixed number of them.
 */
final class EvidenceReader {
  private static final Pattern CONDITION =
      Pattern.compile("(?:^|[:)] |\\n)\\[([A-Z_][A-Z0-9_]{2,99}(?:\\.[A-Z0-9_]{1,99}){0,2})\\]");
  private static final Pattern SQL_STATE = Pattern.compile("\\bSQLSTATE: ([0-9A-Z]{5})\\b");
  private static final Pattern THROWABLE =
      Pattern.compile(
          "(?<![\\w.$/])(?:[a-zA-Z_]\\w{0,60}\\.){1,15}[A-Z][\\w$]{0,100}?"
              + "(?:Exception|Error|Failure|Input)(?![\\w.$])"
              + "|^[A-Z]\\w{0,60}(?:Exception|Error)(?=: |$)",
          Pattern.MULTILINE);
  private static final Pattern EXIT_CODE =
      Pattern.compile(
          "(?i)\\bexit(?:ed)?(?: with)?(?: exit)? ?(?:code|status)(?: is)?[:= ]{0,2}(-?\\d{1,4})\\b");

  /** As clients print the status of a call: Python's, and the JVM's. */
  private static final Pattern STATUS =
      Pattern.compile("(?:StatusCode\\.|StatusRuntimeException: )([A-Z_]{4,30})\\b");

  /** Errors that a client of another version makes up when it cannot read the server's. */
  private static final String CLIENT_MADE = "CONNECT_CLIENT_UNEXPECTED_MISSING_SQL_STATE";

  private static final Pattern UNREADABLE_TO_CLIENT =
      Pattern.compile("Cannot find main error class '([A-Z_][A-Z0-9_.]{2,200})'");

  private EvidenceReader() {}

  static Evidence read(Failure failure) {
    Lines lines = Lines.of(failure.message());
    List<String> spoken = lines.spoken();
    String text = String.join("\n", spoken);
    String told = Masking.names(text).strip();
    Set<String> classes = classes(failure, text);
    Identity identity = identity(failure, text);
    return new Evidence(
        failure.status().isEmpty()
            ? Optional.ofNullable(first(STATUS, text)).orElse("")
            : failure.status(),
        failure.exceptionClass() != null,
        identity.condition(),
        identity.sqlState(),
        Set.copyOf(classes),
        told,
        RulePhrases.in(told),
        root(failure, spoken),
        lines.frames(),
        failure.exitCode().isPresent() ? failure.exitCode() : exitCode(text));
  }

  private static Set<String> classes(Failure failure, String text) {
    Set<String> classes = new LinkedHashSet<>();
    if (failure.exceptionClass() != null) {
      classes.add(failure.exceptionClass());
    }
    classes.addAll(failure.exceptionChain());
    Matcher named = THROWABLE.matcher(text);
    while (named.find()) {
      classes.add(named.group());
    }
    return classes;
  }

  private record Identity(@Nullable String condition, @Nullable String sqlState) {}

  private static Identity identity(Failure failure, String text) {
    Matcher unreadable = UNREADABLE_TO_CLIENT.matcher(text);
    if (unreadable.find()) {
      return new Identity(unreadable.group(1), null);
    }
    String condition = moreSpecific(failure.condition(), firstCondition(text, 0));
    if (CLIENT_MADE.equals(condition)) {
      return new Identity(firstCondition(text, text.indexOf(CLIENT_MADE)), null);
    }
    String state = failure.sqlState();
    return new Identity(condition, state == null ? first(SQL_STATE, text) : state);
  }

  private static @Nullable String moreSpecific(@Nullable String sent, @Nullable String written) {
    if (sent == null) {
      return written;
    }
    return written != null && written.startsWith(sent + ".") ? written : sent;
  }

  private static @Nullable String firstCondition(String text, int from) {
    Matcher named = CONDITION.matcher(text);
    return named.find(from) ? named.group(1) : null;
  }

  private static @Nullable String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : null;
  }

  /** The last "Caused by", or else the last class that the first line with one names. */
  private static Cause root(Failure failure, List<String> spoken) {
    for (int line = spoken.size() - 1; line >= 0; line--) {
      if (spoken.get(line).startsWith("Caused by: ")) {
        return lastCause(spoken.get(line), failure);
      }
    }
    String opening = spoken.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
    for (String line : spoken) {
      if (THROWABLE.matcher(line).find()) {
        Cause named = lastCause(line, failure);
        return named.message().isBlank()
            ? new Cause(named.exceptionClass(), rest(spoken, line))
            : named;
      }
    }
    return new Cause(failure.exceptionClass() == null ? "" : failure.exceptionClass(), opening);
  }

  private static String rest(List<String> spoken, String line) {
    return spoken.subList(spoken.indexOf(line) + 1, spoken.size()).stream()
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }

  private static Cause lastCause(String line, Failure failure) {
    Matcher named = THROWABLE.matcher(line);
    String exceptionClass = failure.exceptionClass() == null ? "" : failure.exceptionClass();
    String message = line;
    while (named.find()) {
      boolean introducesWords = line.startsWith(":", named.end()) || named.end() == line.length();
      if (introducesWords) {
        exceptionClass = named.group();
        message = line.substring(Math.min(line.length(), named.end() + 1));
      }
    }
    return new Cause(exceptionClass, message.strip());
  }

  private static OptionalInt exitCode(String text) {
    String code = first(EXIT_CODE, text);
    return code == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(code));
  }
}
