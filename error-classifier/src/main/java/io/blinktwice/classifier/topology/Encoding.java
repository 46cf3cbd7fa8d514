package io.blinktwice.classifier.topology;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Reason;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.TeamCandidate;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** From what was decided to Avro. */
final class Encoding {
  private Encoding() {}

  static FailureClassification classification(
      RunEvent event, Classification judged, int revision, long timestamp) {
    return FailureClassification.newBuilder()
        .setWorkspace(event.getWorkspace())
        .setWorkload(event.getWorkload())
        .setFingerprint(event.getFingerprint())
        .setRunId(event.getRunId())
        .setAttempt(event.getAttempt())
        .setCategory(category(judged.category()))
        .setProbabilities(probabilities(judged))
        .setOom(judged.memoryRanOut())
        .setSignature(judged.signature())
        .setClassifier(Classifier.VERSION)
        .setEngineVersion(event.getEngineVersion())
        .setTeam(judged.teams().isEmpty() ? null : judged.teams().getFirst().name())
        .setTeams(
            judged.teams().stream()
                .map(each -> new TeamCandidate(each.name(), each.probability()))
                .toList())
        .setModel(judged.model())
        .setAbstained(judged.abstained())
        .setChangedBehaviour(judged.changedBehaviour())
        .setChangedCondition(judged.changedBehaviour() ? judged.condition() : null)
        .setCorrects(revision == 1 ? null : revision - 1)
        .setRevision(revision)
        .setReasons(
            judged.reasons().stream()
                .map(reason -> new Reason(reason.rule(), reason.sentence()))
                .toList())
        .setClassifiedAt(Instant.ofEpochMilli(timestamp))
        .build();
  }

  private static FailureCategory category(Category category) {
    return switch (category) {
      case USER -> FailureCategory.USER;
      case INFRASTRUCTURE -> FailureCategory.INFRASTRUCTURE;
      case SYSTEM -> FailureCategory.SYSTEM;
      case UNDECIDED -> FailureCategory.UNDECIDED;
    };
  }

  /** Sorted, so that the same classification is the same bytes. */
  private static Map<String, Double> probabilities(Classification judged) {
    Map<String, Double> byName = new TreeMap<>();
    judged
        .odds()
        .byCategory()
        .forEach((category, odds) -> byName.put(category(category).name(), odds));
    return byName;
  }
}
