package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Set;

/** What tilts the odds without deciding. The figures are judgements until outcomes are counted. */
final class LeaningRules {
  static final Rule USERS_ROUTINE =
      new Rule.SqlState(
          "RoutineOfTheUserFailed",
          Set.of("38", "39"),
          Odds.ofUser(0.76),
          "A routine that the engine called failed: mostly the user's, sometimes a connector's");

  static final Rule CONCURRENCY =
      new Rule.SqlState(
          "WritersMet",
          Set.of("40"),
          Odds.ofUser(0.70),
          "Two transactions met: mostly two jobs of one owner");

  static final Rule SOURCES =
      new Rule.SqlState(
          "SourceOrSinkFailed",
          Set.of("58", "HV", "KD"),
          new Odds(0.40, 0.40, 0.20),
          "A source or sink failed; the SQLSTATE does not say whose fault that is");

  static final Rule PROTOCOL =
      new Rule.SqlState(
          "ClientAndServerDisagree",
          Set.of("56"),
          new Odds(0.40, 0.05, 0.55),
          "The server does not take the plan that the client made");

  static final Rule OTHER_INTERNAL =
      new Rule.SqlState(
          "EngineSuspectsItself",
          Set.of("XX"),
          new Odds(0.25, 0.15, 0.60),
          "This SQLSTATE is for unexpected states, some of which jobs bring about");

  static final Rule LINKAGE =
      new Rule.Phrase(
          "PartsDoNotFit",
          List.of(
              "NoSuchMethodError",
              "NoSuchFieldError",
              "NoClassDefFoundError",
              "AbstractMethodError",
              "IncompatibleClassChangeError",
              "VerifyError",
              "UnsatisfiedLinkError"),
          new Odds(0.35, 0.02, 0.63),
          "Two libraries were built against different releases; either may be the user's");

  static final Rule STACK =
      new Rule.ExceptionClass(
          "StackRanOut",
          Set.of("java.lang.StackOverflowError"),
          new Odds(0.35, 0.02, 0.63),
          "A stack ran out, and no frame shows whose");

  static final Rule FETCH =
      new Rule.Phrase(
          "ExecutorWentAway",
          List.of("FetchFailedException", "ExecutorLostFailure", "Executor heartbeat timed out"),
          new Odds(0.30, 0.55, 0.15),
          "An executor went away; lost nodes and lack of memory both do that");

  static final Rule KILLED =
      new Rule.ExitCode(
          "ProcessWasKilled",
          Set.of(137, 143),
          new Odds(0.30, 0.60, 0.10),
          "A process was killed; preemption and lack of memory both do that");

  static final Rule NOT_IMPLEMENTED =
      new Rule.NamelessStatus(
          "ServerDoesNotKnowTheCall",
          Set.of("UNIMPLEMENTED"),
          new Odds(0.20, 0.05, 0.75),
          "The client calls what this release does not have");

  static final List<Rule> IN_ORDER =
      List.of(
          USERS_ROUTINE,
          CONCURRENCY,
          SOURCES,
          PROTOCOL,
          OTHER_INTERNAL,
          LINKAGE,
          STACK,
          FETCH,
          KILLED,
          NOT_IMPLEMENTED);

  private LeaningRules() {}
}
