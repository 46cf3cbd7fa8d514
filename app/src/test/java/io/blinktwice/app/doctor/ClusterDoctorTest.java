package io.blinktwice.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.doctor.Cluster.Answer;
import io.blinktwice.app.doctor.Cluster.Registry;
import io.blinktwice.app.doctor.Cluster.Right;
import io.blinktwice.app.doctor.Cluster.Topics;
import io.blinktwice.runtime.kafka.TopicStep;
import io.blinktwice.runtime.serde.SubjectStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterDoctorTest {
  private static final Map<String, Integer> NEW =
      Map.of("metadata.version", 25, "transaction.version", 2);
  private static final Topics FITTING = new Topics(List.of(new TopicStep.Fits("t")), Map.of());
  private static final Registry GOOD =
      new Registry(
          "http://r",
          "Apicurio Registry 3.3.3",
          new Answer.Known<>("FULL_TRANSITIVE"),
          "READWRITE",
          new Answer.Known<>(List.of(new SubjectStep.Fits("t-value"))));

  @Test
  void findsNothingWrongWithAGoodCluster() {
    List<Finding> findings = ClusterDoctor.judge(cluster(1, 1, NEW, FITTING));
    assertTrue(
        findings.stream().allMatch(finding -> finding.verdict() == Finding.Verdict.OK),
        findings::toString);
  }

  @Test
  void tooFewBrokersForTheCopies() {
    assertProblem(cluster(2, 3, NEW, FITTING), "3 of each topic are configured, there are 2");
  }

  @Test
  void olderThanKafka4() {
    assertProblem(
        cluster(1, 1, Map.of("metadata.version", 21, "transaction.version", 2), FITTING),
        "older than Kafka 4.0");
  }

  @Test
  void transactionsThatAreNotChecked() {
    assertProblem(
        cluster(1, 1, Map.of("metadata.version", 25), FITTING), "transaction.version is 0");
  }

  @Test
  void otherPartitionsAndNothingInSync() {
    Topics wrong =
        new Topics(
            List.of(new TopicStep.WrongPartitions("t", 6, 4, true)),
            Map.of("t", new TopicStep.Found(6, 1, Map.of("min.insync.replicas", "2"))));
    assertProblem(cluster(1, 1, NEW, wrong), "6 partitions, 4 are configured");
    assertProblem(cluster(1, 1, NEW, wrong), "nothing can be written");
  }

  @Test
  void missingTopicsAreNoProblemBecauseAServerMakesThem() {
    Topics other =
        new Topics(List.of(new TopicStep.Correct("t", "retention.ms", "1", "2")), Map.of());
    List<Finding> findings = ClusterDoctor.judge(cluster(1, 1, NEW, other));
    assertTrue(findings.stream().noneMatch(Finding::isProblem));
    assertTrue(findings.stream().anyMatch(finding -> finding.cure().contains("topics apply")));
  }

  @Test
  void rightsThatAreMissingAreEachNamed() {
    Cluster forbidden =
        new Cluster(
            "k:1",
            new Answer.Known<>(new Cluster.Brokers(1)),
            new Answer.Known<>(NEW),
            1,
            new Answer.Known<>(FITTING),
            List.of(new Right("read as group g", Optional.of("not authorized"))),
            Optional.empty());
    assertProblem(forbidden, "read as group g: not authorized");
  }

  @Test
  void aKafkaThatIsNotReachedIsOneProblemAndTheRegistryIsJudgedAllTheSame() {
    Cluster away =
        new Cluster(
            "k:1",
            new Answer.Unknown<>("nothing listens there", "start it"),
            new Answer.Unknown<>("", ""),
            1,
            new Answer.Unknown<>("", ""),
            List.of(),
            Optional.of(GOOD));
    List<Finding> findings = ClusterDoctor.judge(away);
    assertEquals(1, findings.stream().filter(Finding::isProblem).count());
    assertTrue(findings.stream().anyMatch(finding -> finding.subject().equals("schemas")));
  }

  @Test
  void aRegistryThatTakesNoSchemas() {
    Registry closed =
        new Registry(
            "http://r",
            "",
            new Answer.Known<>("NONE"),
            "READONLY",
            new Answer.Known<>(List.of(new SubjectStep.Incompatible("t-value"))));
    Cluster cluster =
        new Cluster(
            "k:1",
            new Answer.Known<>(new Cluster.Brokers(1)),
            new Answer.Known<>(NEW),
            1,
            new Answer.Known<>(FITTING),
            List.of(),
            Optional.of(closed));
    assertProblem(cluster, "its mode is READONLY");
    assertProblem(cluster, "t-value has versions");
  }

  private static void assertProblem(Cluster cluster, String sentence) {
    List<Finding> found =
        ClusterDoctor.judge(cluster).stream()
            .filter(Finding::isProblem)
            .filter(finding -> finding.sentence().contains(sentence))
            .toList();
    assertEquals(1, found.size(), ClusterDoctor.judge(cluster)::toString);
    assertFalse((found.getFirst().sentence() + found.getFirst().cure()).isBlank());
  }

  private static Cluster cluster(
      int brokers, int replication, Map<String, Integer> features, Topics topics) {
    return new Cluster(
        "k:1",
        new Answer.Known<>(new Cluster.Brokers(brokers)),
        new Answer.Known<>(features),
        replication,
        new Answer.Known<>(topics),
        List.of(new Right("read and write our topics", Optional.empty())),
        Optional.of(GOOD));
  }
}
