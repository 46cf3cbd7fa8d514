package io.blinktwice.classifier.topology;

import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Comparison;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.metrics.ClassifierMetrics;
import org.jspecify.annotations.Nullable;

/** A candidate that judges what the classifier judges: its answers are counted, not published. */
public record Shadow(@Nullable Classifier candidate) {
  public static final Shadow NONE = new Shadow(null);

  void compare(Failure failure, Comparison compared, Classification published) {
    if (candidate != null) {
      Classification other = candidate.classify(failure, compared);
      ClassifierMetrics.comparedWithShadow(published, other);
    }
  }
}
