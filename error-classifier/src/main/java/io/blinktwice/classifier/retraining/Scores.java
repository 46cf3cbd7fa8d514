package io.blinktwice.classifier.retraining;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Classifier;
import java.util.List;

/**
 * How often a classifier agreed with retries.
 *
 * @param right share whose "the version's fault, or not" it said as the retry proved it
 * @param logLoss mean logarithmic loss of that answer; less is better
 */
public record Scores(int count, double right, double logLoss) {
  private static final double SMALLEST = 1e-6;

  static Scores of(List<Answer> answers) {
    double weights = answers.stream().mapToDouble(each -> each.proved().weight()).sum();
    double right = 0;
    double loss = 0;
    for (Answer each : answers) {
      right += each.isRight() ? each.proved().weight() : 0;
      loss -= each.proved().weight() * Math.log(Math.max(SMALLEST, each.likelihoodOfTruth()));
    }
    return weights == 0
        ? new Scores(0, 0, 0)
        : new Scores(answers.size(), right / weights, loss / weights);
  }

  /** What a classifier said of a failure, and what its retry proved. */
  record Answer(ProvedFailure proved, double system, boolean saysSystem) {
    static Answer of(Classifier classifier, ProvedFailure proved) {
      Classification said = classifier.classify(proved.failure());
      return new Answer(proved, said.odds().system(), said.odds().likeliest() == Category.SYSTEM);
    }

    boolean isRight() {
      return saysSystem == proved.versionsFault();
    }

    double likelihoodOfTruth() {
      return proved.versionsFault() ? system : 1 - system;
    }
  }
}
