package io.blinktwice.classifier.decision;

import static io.blinktwice.classifier.decision.Category.INFRASTRUCTURE;
import static io.blinktwice.classifier.decision.Category.SYSTEM;
import static io.blinktwice.classifier.decision.Category.UNDECIDED;
import static io.blinktwice.classifier.decision.Category.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.knowledge.BuiltIn;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One example per rule; the set of examples is complete. */
class RulesTest {
  private static final Classifier RULES = new Classifier(BuiltIn.knowledge());

  private static final String STAGE =
      "Job aborted due to stage failure: Task 0 in stage 0.0 failed 1 times, most recent failure: "
          + "Lost task 0.0 in stage 0.0 (TID 0) (localhost executor driver): ";

  record Example(String rule, Category category, boolean memoryRanOut, Failure failure) {}

  static List<Example> examples() {
    return Stream.of(
            gateway(), process(), conditions(), infrastructure(), memory(), exceptions(), leaning())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Example> gateway() {
    return List.of(
        refused("NoClusterTookTheRun", "FAILED_PRECONDITION", "BLINKTWICE_NO_CLUSTER"),
        refused("NoClusterTookTheRun", "FAILED_PRECONDITION", "BLINKTWICE_CLUSTER_UNUSABLE"),
        refused("NoRoomForTheRun", "RESOURCE_EXHAUSTED", "BLINKTWICE_QUEUE_FULL"),
        refused("NoRoomForTheRun", "RESOURCE_EXHAUSTED", "BLINKTWICE_WORKSPACE_LIMIT"),
        refused("SessionWasLostWithItsCluster", "UNAVAILABLE", "BLINKTWICE_CLUSTER_LOST"));
  }

  private static List<Example> process() {
    return List.of(
        text("NodeWasLost", INFRASTRUCTURE, "Executor 4 exited with exit code -100"),
        text(
            "ClusterManagerTookTheProcess",
            INFRASTRUCTURE,
            "The executor with id 4 exited with exit code -1.\n"
                + "The API gave the following brief reason: Evicted"));
  }

  private static List<Example> conditions() {
    return List.of(
        coded(
            "EngineSaysItsBehaviourChanged",
            SYSTEM,
            "INCONSISTENT_BEHAVIOR_CROSS_VERSION.PARSE_DATETIME_BY_NEW_PARSER",
            "42K0B"),
        coded("ServerForgotTheSession", INFRASTRUCTURE, "INVALID_HANDLE.SESSION_CHANGED", "HY000"),
        coded("OwnerCancelled", USER, "SPARK_JOB_CANCELLED", "XXKDA"),
        coded("SqlStateIsAboutTheStatement", USER, "SOMETHING_THAT_A_LATER_RELEASE_ADDS", "22018"),
        coded("ConditionIsAboutTheStatement", USER, "DUPLICATED_MAP_KEY", null),
        coded("EngineAdmitsABug", SYSTEM, "UNEXPECTED_V2_EXPRESSION", "XX000"),
        text(
            "EngineReportsAnInternalError",
            SYSTEM,
            "[INTERNAL_ERROR] The Spark SQL phase optimization failed with an internal error."));
  }

  private static List<Example> infrastructure() {
    return List.of(
        text("ServerWasGoingDown", UNDECIDED, "Cannot call methods on a stopped SparkContext."),
        text("DiskIsFull", INFRASTRUCTURE, STAGE + "java.io.IOException: No space left on device"),
        text("DiskFails", INFRASTRUCTURE, STAGE + "java.io.IOException: Input/output error"),
        text("ServiceThrottles", INFRASTRUCTURE, "Slow Down (Service: S3; Status Code: 503)"),
        text("PlatformCredentialsExpired", INFRASTRUCTURE, "Error Code: ExpiredToken"),
        text("StorageLostABlock", INFRASTRUCTURE, STAGE + "a.b.BlockMissingException: blk_1"),
        status("ServerCannotBeReached", INFRASTRUCTURE, "UNAVAILABLE", "Connection refused"),
        text("NameDoesNotResolve", INFRASTRUCTURE, STAGE + "java.net.UnknownHostException: db"));
  }

  private static List<Example> memory() {
    return List.of(
        memory("ProcessEndedForLackOfMemory", Failure.ofText("Command exited with code 52")),
        memory("EngineSaysMemoryRanOut", sent("SPILL_OUT_OF_MEMORY", "82003")),
        memory("EngineCouldNotGetMemory", sent("UNABLE_TO_ACQUIRE_MEMORY", null)),
        memory(
            "MemoryRanOut", Failure.ofText(STAGE + "java.lang.OutOfMemoryError: Java heap space")));
  }

  private static List<Example> exceptions() {
    return List.of(
        thrown("EngineSaysAnUpgradeChangedThis", SYSTEM, "org.apache.spark.SparkUpgradeException"),
        text(
            "AnalyserLostAnAttribute",
            UNDECIDED,
            "org.apache.spark.sql.AnalysisException: Resolved attribute(s) a#1 missing from b#2"),
        thrown("StatementCannotBeAnalysed", USER, "org.apache.spark.sql.AnalysisException"),
        thrown("ValueDoesNotFit", USER, "org.apache.spark.SparkDateTimeException"),
        text("DataSourceIsNotThere", USER, "Failed to find data source: com.example.tables."),
        text("PermissionIsMissing", USER, "Permission denied: user=alice, access=WRITE"),
        text("JobWasCancelled", USER, "Job 7 cancelled as part of cancellation of all jobs"),
        text(
            "EngineRanOutOfStack",
            SYSTEM,
            "java.lang.StackOverflowError\n\tat java.base/java.util.Map.get(Map.java:1)\n"
                + "\tat org.apache.spark.sql.catalyst.trees.TreeNode.map(TreeNode.scala:1)"),
        status("ServerWasLost", INFRASTRUCTURE, "UNAVAILABLE", "Network closed for unknown reason"),
        status("ClientCancelled", USER, "CANCELLED", "client cancelled"),
        status("ServerRefusedTheCaller", USER, "PERMISSION_DENIED", "no"),
        status("EngineGaveUpWithoutAWord", SYSTEM, "UNKNOWN", ""));
  }

  private static List<Example> leaning() {
    return List.of(
        coded("RoutineOfTheUserFailed", UNDECIDED, "FAILED_EXECUTE_UDF", "39000"),
        coded("WritersMet", UNDECIDED, "CONCURRENT_STREAM_LOG_UPDATE", "40000"),
        coded("SourceOrSinkFailed", UNDECIDED, "TASK_WRITE_FAILED", "58030"),
        coded("ClientAndServerDisagree", UNDECIDED, "CONNECT_INVALID_PLAN", "56K00"),
        coded("EngineSuspectsItself", UNDECIDED, "STREAM_FAILED", "XXKST"),
        text("PartsDoNotFit", UNDECIDED, "java.lang.NoSuchMethodError: 'void a.B.<init>(int)'"),
        text("StackRanOut", UNDECIDED, STAGE + "java.lang.StackOverflowError"),
        text("ExecutorWentAway", UNDECIDED, "Executor heartbeat timed out after 148649 ms"),
        text("ProcessWasKilled", UNDECIDED, "Container exited with a non-zero exit code 143"),
        status("ServerDoesNotKnowTheCall", UNDECIDED, "UNIMPLEMENTED", "Method not found"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void judgesItsExample(Example example) {
    Classification judged = RULES.classify(example.failure());

    assertEquals(example.rule(), judged.reasons().getFirst().rule());
    assertEquals(example.category(), judged.category());
    assertEquals(example.memoryRanOut(), judged.memoryRanOut());
  }

  @Test
  void everyRuleHasAnExample() {
    Set<String> named =
        Rules.IN_ORDER.stream().map(Rule::name).collect(Collectors.toCollection(TreeSet::new));
    Set<String> shown =
        examples().stream().map(Example::rule).collect(Collectors.toCollection(TreeSet::new));

    assertEquals(named, shown);
    assertEquals(named.size(), Rules.IN_ORDER.size(), "two rules share a name");
  }

  @Test
  void aServerDoesNotSpeakForTheGateway() {
    Failure raised =
        new Failure(
            "INTERNAL",
            "org.apache.spark.SparkRuntimeException",
            List.of(),
            null,
            null,
            "[BLINKTWICE_NO_CLUSTER] written by a job");

    assertNotEquals(INFRASTRUCTURE, RULES.classify(raised).category());
  }

  @Test
  void everyReasonIsASentenceWithWhatWasSeen() {
    for (Example example : examples()) {
      String sentence = RULES.classify(example.failure()).reasons().getFirst().sentence();
      assertTrue(sentence.matches("[A-Z].{10,} \\(.+\\)"), sentence);
    }
  }

  private static Example text(String rule, Category category, String message) {
    return new Example(rule, category, false, Failure.ofText(message));
  }

  private static Example refused(String rule, String status, String condition) {
    Failure failure =
        new Failure(status, null, List.of(), condition, null, "no cluster became ready");
    return new Example(rule, INFRASTRUCTURE, false, failure);
  }

  private static Example memory(String rule, Failure failure) {
    return new Example(rule, UNDECIDED, true, failure);
  }

  private static Example coded(
      String rule, Category category, String condition, @Nullable String sqlState) {
    return new Example(rule, category, false, sent(condition, sqlState));
  }

  private static Failure sent(String condition, @Nullable String sqlState) {
    return new Failure(
        "INTERNAL", "org.apache.spark.SparkException", List.of(), condition, sqlState, "words");
  }

  private static Example thrown(String rule, Category category, String exceptionClass) {
    return new Example(
        rule,
        category,
        false,
        new Failure("INTERNAL", exceptionClass, List.of(exceptionClass), null, null, "words"));
  }

  private static Example status(String rule, Category category, String status, String message) {
    return new Example(
        rule, category, false, new Failure(status, null, List.of(), null, null, message));
  }
}
