package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Set;

/**
 * What shows that memory ran out, so that a larger machine may help.
 *
 * <p>Not counted: a thread that could not be made and an array longer than a JVM allows, which also
 * come as an {@code OutOfMemoryError}.
 */
final class MemoryRules {
  /** Mostly a workload that needs more; a release that needs more than the last is the rest. */
  private static final Odds MORE_OFTEN_THE_WORKLOAD = new Odds(0.75, 0.05, 0.20);

  static final String NOT_MEMORY = "NotAboutMemory";

  static final List<String> NOT_MEMORY_WORDS =
      List.of(
          "unable to create new native thread",
          "unable to create native thread",
          "Requested array size exceeds");

  static final Rule EXIT_CODE =
      new Rule.ExitCode(
          "ProcessEndedForLackOfMemory",
          Set.of(52, 3, -103, -104),
          MORE_OFTEN_THE_WORKLOAD,
          "Spark ends a process with this code when its memory has run out");

  static final Rule SQL_STATE =
      new Rule.SqlState(
          "EngineSaysMemoryRanOut",
          Set.of("53200", "82"),
          MORE_OFTEN_THE_WORKLOAD,
          "This SQLSTATE means that memory ran out");

  static final Rule CONDITION =
      new Rule.Condition(
          "EngineCouldNotGetMemory",
          Set.of("UNABLE_TO_ACQUIRE_MEMORY"),
          MORE_OFTEN_THE_WORKLOAD,
          "The engine says that it could not get the memory it needed");

  static final Rule PHRASE =
      new Rule.PhraseUnless(
          "MemoryRanOut",
          List.of(
              "OutOfMemoryError",
              "OutOfMemoryException",
              "OOMKilled",
              "exceeding memory limits",
              "exceeding physical memory limits",
              "exceeding virtual memory limits",
              "Not enough memory to build and broadcast",
              "\nMemoryError",
              "std::bad_alloc"),
          MORE_OFTEN_THE_WORKLOAD,
          NOT_MEMORY,
          "The text says that memory ran out");

  static final List<Rule> IN_ORDER = List.of(EXIT_CODE, SQL_STATE, CONDITION, PHRASE);

  /** Those that are asked in their turn; exit codes come before everything else. */
  static final List<Rule> AFTER_CAUSES = List.of(SQL_STATE, CONDITION, PHRASE);

  /** What comes as an {@code OutOfMemoryError} and is none. */
  static boolean isAboutSomethingElse(Evidence evidence) {
    return evidence.met().containsKey(NOT_MEMORY);
  }

  private MemoryRules() {}
}
