package io.blinktwice.app.doctor;

import io.blinktwice.app.doctor.Cluster.Answer;
import io.blinktwice.runtime.kafka.TopicStep;
import io.blinktwice.runtime.serde.SubjectSetup;
import io.blinktwice.runtime.serde.SubjectStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Judges a Kafka and a registry: for each requirement whether it is met, and what to do. */
public final class ClusterDoctor {
  private static final String APPLY = "run './blinktwice topics apply' with the same options";
  private static final String GRANT = "have the right given, or take another user";
  private static final String FEATURE =
      "kafka-features upgrade --release-version 4.0, once all brokers are 4.0 or newer";

  /** Of metadata.version: what 4.0-IV3 is in the brokers' own counting. */
  private static final int KAFKA_4_0 = 25;

  /** Transactions whose every part the brokers check against the producer's epoch (KIP-890). */
  private static final int CHECKED_TRANSACTIONS = 2;

  private static final int SAFE_COPIES = 3;

  private ClusterDoctor() {}

  /** All findings, in the order in which a person would cure them. */
  public static List<Finding> judge(Cluster cluster) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(
        judged("kafka", cluster.brokers(), brokers -> ofBrokers(brokers.count(), cluster)));
    if (cluster.brokers() instanceof Answer.Known<Cluster.Brokers>) {
      findings.addAll(judged("version", cluster.features(), ClusterDoctor::ofFeatures));
      cluster.rights().forEach(right -> findings.add(ofRight(right)));
      findings.addAll(judged("topics", cluster.topics(), ClusterDoctor::ofTopics));
    }
    cluster.registry().ifPresent(registry -> findings.addAll(ofRegistry(registry)));
    return List.copyOf(findings);
  }

  private static <T> List<Finding> judged(
      String subject, Answer<T> answer, Function<T, List<Finding>> judgement) {
    return switch (answer) {
      case Answer.Known<T>(T value) -> judgement.apply(value);
      case Answer.Unknown<T>(String sentence, String cure) ->
          List.of(Finding.problem(subject, sentence, cure));
    };
  }

  private static List<Finding> ofBrokers(int count, Cluster cluster) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "kafka",
            "%s answers, %d broker%s".formatted(cluster.servers(), count, count == 1 ? "" : "s")));
    if (cluster.replication() > count) {
      findings.add(
          Finding.problem(
              "copies",
              "%d of each topic are configured, there are %d brokers"
                  .formatted(cluster.replication(), count),
              "--set blinktwice.replication=%d, or add brokers".formatted(count)));
    } else if (count >= SAFE_COPIES && cluster.replication() < SAFE_COPIES) {
      findings.add(
          Finding.warning(
              "copies",
              "%d of each topic, though there are %d brokers: one that fails takes pins with it"
                  .formatted(cluster.replication(), count),
              "--set blinktwice.replication=3"));
    }
    return findings;
  }

  private static List<Finding> ofFeatures(Map<String, Integer> features) {
    List<Finding> findings = new ArrayList<>();
    int metadata = features.getOrDefault("metadata.version", 0);
    int transactions = features.getOrDefault("transaction.version", 0);
    findings.add(
        metadata >= KAFKA_4_0
            ? Finding.ok("version", "Kafka 4.0 or newer (metadata.version %d)".formatted(metadata))
            : Finding.problem(
                "version",
                "older than Kafka 4.0, or not yet upgraded to it (metadata.version %d)"
                    .formatted(metadata),
                FEATURE));
    findings.add(
        transactions >= CHECKED_TRANSACTIONS
            ? Finding.ok("features", "transaction.version " + transactions)
            : Finding.problem(
                "features",
                "transaction.version is %d: effects could be doubled after a crash"
                    .formatted(transactions),
                "kafka-features upgrade --feature transaction.version=2"));
    return findings;
  }

  private static Finding ofRight(Cluster.Right right) {
    return right
        .forbidden()
        .map(sentence -> Finding.problem("rights", right.what() + ": " + sentence, GRANT))
        .orElseGet(() -> Finding.ok("rights", right.what()));
  }

  private static List<Finding> ofTopics(Cluster.Topics topics) {
    List<Finding> findings = new ArrayList<>();
    for (TopicStep step : topics.steps()) {
      switch (step) {
        case TopicStep.Create create ->
            findings.add(Finding.warning("topics", create.topic() + " is missing", APPLY));
        case TopicStep.Correct correct ->
            findings.add(
                Finding.warning(
                    "topics",
                    "%s has %s=%s, %s is wanted"
                        .formatted(correct.topic(), correct.key(), correct.from(), correct.to()),
                    APPLY));
        case TopicStep.WrongPartitions wrong ->
            findings.add(Finding.problem("topics", wrong.sentence(), ""));
        case TopicStep.OtherReplication other ->
            findings.add(Finding.warning("topics", other.topic() + ": " + other.sentence(), ""));
        case TopicStep.Fits fits -> {}
      }
    }
    topics.found().forEach((name, found) -> findings.addAll(ofInSync(name, found)));
    return findings.isEmpty()
        ? List.of(Finding.ok("topics", "all %d as they are to be".formatted(topics.steps().size())))
        : findings;
  }

  private static List<Finding> ofInSync(String name, TopicStep.Found found) {
    String setting = found.settings().get("min.insync.replicas");
    if (setting != null && Integer.parseInt(setting) > found.replication()) {
      return List.of(
          Finding.problem(
              "topics",
              "%s wants %s copies in sync and has %d: nothing can be written"
                  .formatted(name, setting, found.replication()),
              "lower min.insync.replicas of it, or add copies"));
    }
    return List.of();
  }

  private static List<Finding> ofRegistry(Cluster.Registry registry) {
    List<Finding> findings =
        new ArrayList<>(
            judged(
                "registry",
                registry.compatibility(),
                level ->
                    List.of(
                        Finding.ok(
                            "registry",
                            "%s answers%s, compatibility %s by default"
                                .formatted(
                                    registry.url(),
                                    registry.product().isEmpty()
                                        ? ""
                                        : " (" + registry.product() + ")",
                                    level)))));
    if (!registry.mode().isEmpty() && !registry.mode().equals("READWRITE")) {
      findings.add(
          Finding.problem(
              "registry",
              "its mode is " + registry.mode() + ": no schema can be registered",
              "set its mode to READWRITE"));
    }
    if (registry.compatibility() instanceof Answer.Known<String>) {
      findings.addAll(judged("schemas", registry.subjects(), ClusterDoctor::ofSubjects));
    }
    return findings;
  }

  private static List<Finding> ofSubjects(List<SubjectStep> steps) {
    List<Finding> findings = new ArrayList<>();
    for (SubjectStep step : steps) {
      switch (step) {
        case SubjectStep.Register register ->
            findings.add(
                Finding.warning("schemas", register.subject() + " lacks our schema", APPLY));
        case SubjectStep.Require require ->
            findings.add(
                Finding.warning(
                    "schemas",
                    "%s has compatibility %s, %s is wanted"
                        .formatted(require.subject(), require.from(), require.to()),
                    APPLY));
        case SubjectStep.Incompatible wrong ->
            findings.add(Finding.problem("schemas", wrong.sentence(), ""));
        case SubjectStep.Fits fits -> {}
      }
    }
    return findings.isEmpty()
        ? List.of(
            Finding.ok(
                "schemas", "all %d taken, %s".formatted(steps.size(), SubjectSetup.REQUIRED)))
        : findings;
  }
}
