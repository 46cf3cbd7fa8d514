package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Set;

/** What the engine itself calls a failure: its error conditions and SQLSTATEs. */
final class ConditionRules {
  static final Rule CHANGED_BEHAVIOUR =
      new Rule.Condition(
          "EngineSaysItsBehaviourChanged",
          Set.of("INCONSISTENT_BEHAVIOR_CROSS_VERSION"),
          Odds.ofSystem(0.96),
          "The engine says that this behaves differently since an earlier release");

  static final Rule SESSION_LOST =
      new Rule.Condition(
          "ServerForgotTheSession",
          Set.of(
              "INVALID_HANDLE.SESSION_CHANGED",
              "INVALID_HANDLE.SESSION_NOT_FOUND",
              "INVALID_HANDLE.OPERATION_NOT_FOUND"),
          Odds.ofInfrastructure(0.85),
          "The server does not know the session any more, as after a restart");

  static final Rule CANCELLED =
      new Rule.Condition(
          "OwnerCancelled",
          Set.of("OPERATION_CANCELED", "SPARK_JOB_CANCELLED"),
          Odds.ofUser(0.90),
          "The run was cancelled");

  /** The classes that are about the statement, its data, its objects or its limits. */
  static final Rule USERS_SQL_STATE =
      new Rule.SqlState(
          "SqlStateIsAboutTheStatement",
          Set.of(
              "07", "0A", "21", "22", "23", "2B", "3F", "42", "46", "51", "54", "F0", "HY", "P0"),
          Odds.ofUser(0.96),
          "This class of SQLSTATE is about the statement, its data or its objects");

  /** Runtime conditions that 3.5 sends without a SQLSTATE, as part of its text. */
  static final Rule USERS_CONDITION =
      new Rule.Condition(
          "ConditionIsAboutTheStatement",
          Set.of(
              "COLLECTION_SIZE_LIMIT_EXCEEDED",
              "DUPLICATED_MAP_KEY",
              "HLL_INVALID_LG_K",
              "INVALID_DATETIME_PATTERN",
              "INVALID_FORMAT",
              "INVALID_PARAMETER_VALUE",
              "INVALID_URL",
              "MALFORMED_CHARACTER_CODING",
              "MALFORMED_RECORD_IN_PARSING",
              "MERGE_CARDINALITY_VIOLATION",
              "NOT_NULL_ASSERT_VIOLATION",
              "NULL_MAP_KEY",
              "REMAINDER_BY_ZERO",
              "ROW_SUBQUERY_TOO_MANY_ROWS",
              "SCALAR_SUBQUERY_TOO_MANY_ROWS",
              "USER_RAISED_EXCEPTION"),
          Odds.ofUser(0.96),
          "This condition is about the statement or its data");

  static final Rule INTERNAL_STATE =
      new Rule.SqlState(
          "EngineAdmitsABug",
          Set.of("XX000", "XXKD0", "XXSC0"),
          Odds.ofSystem(0.85),
          "This SQLSTATE is for errors inside the engine");

  static final Rule INTERNAL_CONDITION =
      new Rule.Condition(
          "EngineReportsAnInternalError",
          Set.of(
              "INTERNAL_ERROR",
              "INTERNAL_ERROR_ATTRIBUTE_NOT_FOUND",
              "INTERNAL_ERROR_BROADCAST",
              "INTERNAL_ERROR_EXECUTOR",
              "INTERNAL_ERROR_MEMORY",
              "INTERNAL_ERROR_METADATA_CATALOG",
              "INTERNAL_ERROR_NETWORK",
              "INTERNAL_ERROR_SHUFFLE",
              "INTERNAL_ERROR_STORAGE",
              "INTERNAL_ERROR_TWS"),
          Odds.ofSystem(0.85),
          "The engine reports an error inside itself");

  /** Certain whatever the text says beside them. */
  static final List<Rule> NAMED_FOR_WHAT_HAPPENED =
      List.of(CHANGED_BEHAVIOUR, SESSION_LOST, CANCELLED, USERS_SQL_STATE, USERS_CONDITION);

  /** True unless the text names a cause from outside, which such errors often wrap. */
  static final List<Rule> NAMED_FOR_WHERE_IT_SURFACED = List.of(INTERNAL_STATE, INTERNAL_CONDITION);

  private ConditionRules() {}
}
