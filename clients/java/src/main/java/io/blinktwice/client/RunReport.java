package io.blinktwice.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to one attempt of a run.
 *
 * @param kind what happened
 * @param workload whose run it is
 * @param run the run, by its scheduler's id
 * @param attempt which try of the run
 * @param resolved the answer that chose the version
 * @param error how it failed, where it did
 * @param more further fields of the API's RunEventBody, such as {@code sideEffects}
 */
public record RunReport(
    Kind kind,
    Workload workload,
    String run,
    int attempt,
    Resolved resolved,
    @Nullable Throwable error,
    Map<String, Object> more) {
  public RunReport {
    more = Map.copyOf(more);
  }

  public RunReport(Kind kind, Workload workload, String run, int attempt, Resolved resolved) {
    this(kind, workload, run, attempt, resolved, null, Map.of());
  }

  public RunReport failed(Throwable how) {
    return new RunReport(Kind.FAILED, workload, run, attempt, resolved, how, more);
  }

  public RunReport with(String field, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>(more);
    fields.put(field, value);
    return new RunReport(kind, workload, run, attempt, resolved, error, fields);
  }

  /** What can happen to an attempt, in the API's words. */
  public enum Kind {
    STARTED("started"),
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    KILLED("killed");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
