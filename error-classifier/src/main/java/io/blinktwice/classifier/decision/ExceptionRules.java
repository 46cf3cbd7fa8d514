package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What exception classes and a few phrases say where no condition does. */
final class ExceptionRules {
  static final Rule CHANGED_BEHAVIOUR =
      new Rule.ExceptionClass(
          "EngineSaysAnUpgradeChangedThis",
          Set.of("org.apache.spark.SparkUpgradeException"),
          Odds.ofSystem(0.96),
          "The engine throws this where a release changed what it does");

  static final Rule LOST_ATTRIBUTE =
      new Rule.Phrase(
          "AnalyserLostAnAttribute",
          List.of(
              "resolved attribute(s) * missing from",
              "unresolved operator",
              "Failure when resolving conflicting references",
              "Found duplicate rewrite attributes"),
          new Odds(0.27, 0.02, 0.71),
          "The analyser lost what it had resolved itself; it says so as if the statement were wrong");

  static final Rule ANALYSIS =
      new Rule.ExceptionClass(
          "StatementCannotBeAnalysed",
          Set.of(
              "org.apache.spark.sql.AnalysisException",
              "org.apache.spark.sql.ExtendedAnalysisException",
              "org.apache.spark.sql.catalyst.ExtendedAnalysisException",
              "org.apache.spark.sql.catalyst.parser.ParseException",
              "pyspark.sql.utils.AnalysisException",
              "pyspark.sql.utils.ParseException",
              "pyspark.errors.exceptions.captured.AnalysisException",
              "pyspark.errors.exceptions.captured.ParseException",
              "pyspark.errors.exceptions.connect.AnalysisException",
              "pyspark.errors.exceptions.connect.ParseException"),
          Odds.ofUser(0.95),
          "The statement could not be parsed or analysed");

  static final Rule VALUES =
      new Rule.ExceptionClass(
          "ValueDoesNotFit",
          Set.of(
              "org.apache.spark.SparkArithmeticException",
              "org.apache.spark.SparkArrayIndexOutOfBoundsException",
              "org.apache.spark.SparkDateTimeException",
              "org.apache.spark.SparkNumberFormatException"),
          Odds.ofUser(0.95),
          "A value did not fit the operation that the statement applied to it");

  static final Rule DATA_SOURCE =
      new Rule.Phrase(
          "DataSourceIsNotThere",
          List.of("Failed to find data source", "Failed to find the data source"),
          Odds.ofUser(0.95),
          "The job names a data source that no package of it brings");

  static final Rule PERMISSION =
      new Rule.Phrase(
          "PermissionIsMissing",
          List.of("Permission denied: user=", "AccessControlException: Permission denied"),
          Odds.ofUser(0.90),
          "The job's user may not do this");

  static final Rule CANCELLED =
      new Rule.Phrase(
          "JobWasCancelled",
          List.of(
              "Job * cancelled",
              "Stage * was cancelled",
              "Query * cancelled",
              "cancelled part of cancelled job",
              "cancelled by user"),
          Odds.ofUser(0.90),
          "The run was cancelled");

  static final Rule ENGINE_STACK =
      new Rule.ThrownInside(
          "EngineRanOutOfStack",
          "java.lang.StackOverflowError",
          Pattern.compile("(?:org\\.apache\\.spark|org\\.antlr|scala|org\\.codehaus)\\."),
          Odds.ofSystem(0.85),
          "The engine itself recursed until its stack was full");

  static final List<Rule> IN_ORDER =
      List.of(
          CHANGED_BEHAVIOUR,
          LOST_ATTRIBUTE,
          ANALYSIS,
          VALUES,
          DATA_SOURCE,
          PERMISSION,
          CANCELLED,
          ENGINE_STACK);

  private ExceptionRules() {}
}
